"""Once something has come that moves wait for: those that lack nothing more are carried out, else what is still missing
is said.

What completes a move stays when the move is taken back: who was named then is not recorded for 撤回, and files of a
move are undone only by a second one (bot/turn/undo/recorded.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.conversation.messages import Choice
from bot.messaging import outbox
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.deals import gates as wording
from bot.wording.offers import DecideOverride
from bot.wording.stages import move_receipt, moved_by
from config.policy import Policy
from nlu.statements.buying_roles import RoleClaim
from sales import decision_chain
from sales.cadence import steps
from sales.deals import DealFact
from sales.gates import Missing, files, requests
from sales.gates.requests import RequestFact
from sales.scope import Actor
from sales.stages import Moved
from scheduler import stage_clock, step_clock
from storage.changes import unrecorded

NOTHING_WAITS: tuple[RequestFact | None, Missing] = (None, Missing())


@dataclass(frozen=True)
class CarriedOut:
    """A move that had waited, as it was asked for and as it was made; `let_in` although something was missing."""

    request: RequestFact
    moved: Moved
    let_in: bool = False


@dataclass(frozen=True)
class Given:
    """What was given (`what`, if it `is_new`) of what moves wait for; those that it completed, and one that waits on
    (`request`) for what is still `missing`."""

    what: str
    is_new: bool
    moves: tuple[CarriedOut, ...]
    request: RequestFact | None
    missing: Missing


def kept_and_moved(
    session: Session, by: Actor, policy: Policy, deal: DealFact, kind: str | None, key: str, name: str, now: datetime
) -> Given:
    """Keep a file with the deal, which ends what was promised of it, and carry out the move that it completes."""
    is_new = files.keep(session, by, deal.id, kind, key, name, now)
    for kept in steps.fulfilled(session, by, policy, deal, kind, now) if is_new and kind is not None else ():
        step_clock.plan(session, policy, kept, now)
    moves = completed(session, by, policy, deal.customer_id, now)
    waiting = requests.with_missing_of(session, by.deals, policy, deal.customer_id)
    of_deal = ((request, missing) for request, missing in waiting if request.deal.id == deal.id)
    return Given(name, is_new, moves, *next(of_deal, NOTHING_WAITS))


def named_and_moved(
    session: Session, by: Actor, policy: Policy, customer_id: int, role: str, person: str, said: str, now: datetime
) -> Given:
    """Note who holds the role at the customer, and carry out the moves that this completes."""
    waiting = requests.with_missing_of(session, by.deals, policy, customer_id)
    completes = any(missing == Missing(roles=(role,)) for _request, missing in waiting)
    with unrecorded(session) if completes else nullcontext():
        heard = decision_chain.tell(session, by, customer_id, (RoleClaim(person, "role", role),), said, now)
    moves = completed(session, by, policy, customer_id, now)
    left = requests.with_missing_of(session, by.deals, policy, customer_id)
    return Given(heard.claims[0].person, True, moves, *next(iter(left), NOTHING_WAITS))


def completed(session: Session, by: Actor, policy: Policy, customer_id: int, now: datetime) -> tuple[CarriedOut, ...]:
    """Carry out the moves of the customer's deals that wait for nothing more."""
    waiting = requests.with_missing_of(session, by.deals, policy, customer_id)
    ready = [request for request, missing in waiting if not missing]
    return tuple(CarriedOut(request, moved_on(session, by, policy, request, now)) for request in ready)


async def go_on_moving(
    talk: Talk, opening: Opening, customer_id: int, claims: Sequence[RoleClaim], now: datetime
) -> None:
    """Carry out the moves that waited for nothing but what was said of people at the customer, and say so."""
    if not any(claim.aspect == "role" and claim.holds for claim in claims):
        return
    moves = await talk.execute("go_on", completed, talk.policy, customer_id, now)
    if not isinstance(moves, Stale) and moves:
        await say_moved(talk, opening, moves, now)


def moved_on(
    session: Session, by: Actor, policy: Policy, request: RequestFact, now: datetime, override: str | None = None
) -> Moved:
    """Carry out a move that waits, and plan the deal's nudge anew."""
    moved = requests.carry_out(session, by, policy, request, now, override)
    outbox.cancel_offer(session, None, DecideOverride.flow, {"request": request.id})  # nobody is asked any more
    stage_clock.watch(session, policy, moved.deal.id, now)
    return moved


async def say_given(talk: Talk, opening: Opening, given: Given, receipt: str, now: datetime, *more: Choice) -> None:
    """Confirm what was given, with the moves that it completed, or with what is still missing."""
    if given.moves:
        return await say_moved(talk, opening, given.moves, now, receipt)
    buttons = [undo_button(opening.run)] if given.is_new else []
    if given.request is not None:
        receipt = f"{receipt}\n{wording.still_lacks(talk.policy, given.request.stage, given.missing)}"
        buttons += wording.gate_choices(given.request.id, leads=opening.speaker.leads)
    await talk.say(receipt, [*buttons, *more], kind="receipt")


async def say_moved(talk: Talk, opening: Opening, moves: Sequence[CarriedOut], now: datetime, *receipts: str) -> None:
    """Say that moves which waited were carried out, to who did it, to the deals' owners, and to who had asked."""
    lines = [move_receipt(talk.policy, done.moved, done.request.reason, now) for done in moves]
    await talk.say("\n".join([*receipts, *lines]), [undo_button(opening.run)], kind="receipt")
    for done in moves:
        line = moved_by(talk.policy, talk.speaker.name, done.moved, let_in=done.let_in)
        for member_id in dict.fromkeys((done.moved.deal.owner_id, done.request.asked_by_id)):
            if member_id != talk.speaker.member_id:
                await talk.say("\n".join([line, *receipts]), kind="receipt", to=member_id)
