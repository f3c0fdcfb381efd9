"""Moving a deal to a stage, won and lost included, and telling the deal's owner.

The limit of the new stage starts; what was planned about the old one's is dropped. A sum far from the deal's own, and a
move back or over a stage, are asked first. Where the stage needs something that is missing, the move waits (gates).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.chain.shown_and_told import ask_button
from bot.handlers.shared.closed_deals import none_open, still_planned, sum_meant
from bot.handlers.shared.gates.gate import may_enter
from bot.handlers.shared.which_customer import choose_customer
from bot.handlers.shared.which_deal import choose_deal
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.turn.undo import recorded, reversing
from bot.turn.undo.reversing import Already, Undoable, Undone
from bot.wording.buttons import loss_reason_buttons, undo_button
from bot.wording.deals.chain import ASK
from bot.wording.deals.gates import won_without
from bot.wording.stages import deal_name, doubtful_move, move_line, move_receipt, moved_by
from bot.wording.undoing import void
from config.policy import Policy
from nlu import following
from nlu.gates import remarks
from nlu.understanding import Understanding
from sales import deals, decision_chain, gates, slot_values
from sales.deals import CLOSED, DealFact
from sales.gates import entering, files
from sales.scope import Actor
from sales.stages import Moved
from scheduler import stage_clock

WHICH_WAY = "要不要动,点一下;要到别的阶段,说阶段名。"
MOST_NAMED = 3  # stages that are named one after the other


async def move_deal(talk: Talk, opening: Opening, deal: DealFact, stage: str, *, picked: bool = False) -> None:
    """Move `deal` to `stage`, with the amount and the objections that the opening's words name, and confirm it.
    `picked`: the person chose the stage among all of them, knowing where the deal is."""
    if stage == deal.stage:
        return await talk.say(f"{deal.customer}已经在{talk.policy.stage_name(stage)}了,没有动。")
    slots = opening.understanding.slots
    amount, reason = slot_values.fen(slots.get("amount")), slot_values.words(slots, "objection")
    if stage == deals.LOST and (rival := following.lost_clause(opening.text)) is not None:
        reason = tuple(dict.fromkeys((*reason, rival)))
    meant = stage if picked else await stage_meant(talk, deal, stage)
    if meant is None or meant == deal.stage:
        return await talk.say(f"好,没动,{deal.customer}还在{talk.policy.stage_name(deal.stage)}。")
    stage = meant
    if stage in CLOSED:
        amount = await sum_meant(talk, deal, amount)
    if not await may_enter(talk, opening, deal, stage, amount_fen=amount, reason=reason):
        return
    now = await talk.now()
    moved = await talk.execute("move", moved_to, talk.policy, deal, stage, now, amount, reason)
    if isinstance(moved, Stale):
        return await talk.say(moved.text)
    why = loss_reason_buttons(talk.policy, deal.id) if stage == deals.LOST and not reason else []
    planned, drop = await still_planned(talk, deal) if stage in CLOSED else ("", [])
    receipt = move_receipt(talk.policy, moved, reason, now) + planned
    if stage == deals.WON and moved.stage_from is not None:
        lacked = await talk.query("lacked", gates.passed_over, talk.policy, moved.deal, moved.stage_from)
        receipt += won_without(talk.policy, lacked) if lacked else ""
    if moved.nobody_decides:
        receipt, why = f"{receipt}\n{ASK}", [ask_button(moved.deal.customer_id)]
    await talk.say(receipt, [undo_button(opening.run), *drop, *why], kind="receipt")
    if moved.deal.owner_id != talk.speaker.member_id:
        notice = moved_by(talk.policy, talk.speaker.name, moved, reason)
        await talk.say(notice, kind="receipt", to=moved.deal.owner_id)


async def close_instead(talk: Talk, opening: Opening, first: Moved, customer: str) -> None:
    """Close the deal of `customer` that the words mean as another one was by mistake, which is as before then."""
    chosen = (await choose_customer(talk, opening, customer, ())).customer
    if chosen is None:
        return
    product = slot_values.word(opening.understanding.slots, "product")
    deal = (await choose_deal(talk, opening, chosen, product)).deal
    if deal is None:
        return await none_open(talk, opening, chosen, first.deal.stage)
    now = await talk.now("taken_back_at")
    done = await talk.execute("take_back", taken_back, talk.policy, first.deal.id, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    if isinstance(done, Already):
        return await talk.say(f"{move_line(talk.policy, first)}:这条改不了了,要接着跟就说「重新打开」。")
    await talk.say(
        f"{deal_name(first.deal)}那条撤掉了,还在{talk.policy.stage_name(first.stage_from)}。", kind="receipt"
    )
    for member_id, text in done.informed:
        await talk.say(void(talk.speaker.name, None, text), kind="receipt", to=member_id)
    await move_deal(talk, opening, deal, first.stage_to, picked=True)


def taken_back(session: Session, by: Speaker, policy: Policy, deal_id: int, now: datetime) -> Undone | Already | Stale:
    """Undo the last move of the deal by who acts."""
    things = recorded.lately(session, reversing.live(session, by.member_id))
    moves = [thing for thing in things if isinstance(thing.fact, Moved) and thing.deal_id == deal_id]
    found = reversing.of_things(session, by, policy, tuple(moves[:1]), now) if moves else Already()
    return reversing.take_back(session, by, policy, found, now) if isinstance(found, Undoable) else found


async def stage_meant(talk: Talk, deal: DealFact, stage: str) -> str | None:
    """The stage that is meant: a move back or over a stage is asked, and another stage may be named then (那先到报价).
    None if the deal is to stay."""
    for number in range(1, MOST_NAMED + 1):
        question = doubtful_move(talk.policy, deal, stage)
        if question is None:
            return stage
        choices = [Choice(f"对,到{talk.policy.stage_name(stage)}", True), Choice("不动", False)]
        key = "sure" if number == 1 else f"sure{number}"
        ahead = gates.is_ahead(talk.policy, deal.stage, stage)
        parse = read_stage_meant if ahead else read_moved_back
        answer = await talk.ask(key, question, choices, parse, about=(deal.customer,))
        if isinstance(answer, bool):
            return stage if answer else None
        stage = answer
    return stage


def read_moved_back(text: str, understanding: Understanding, asked: Asked) -> bool | str | NotAnAnswer:
    """The same of a move back, to which a mere 推 is no yes."""
    forward = remarks("takes_move", text)
    return NotAnAnswer(WHICH_WAY) if forward else read_stage_meant(text, understanding, asked)


def read_stage_meant(text: str, understanding: Understanding, asked: Asked) -> bool | str | NotAnAnswer:
    """Whether a stage is the one meant, or which is."""
    named = slot_values.word(understanding.slots, "stage")
    if named is not None and named not in CLOSED and understanding.intent in ("deny", "advance_stage", "confirm"):
        return named
    agreed = labels.agreement(asked.choices, text, {"confirm": True, "deny": False}.get(understanding.intent))
    return NotAnAnswer(WHICH_WAY) if agreed is None else agreed


def moved_to(
    session: Session,
    by: Actor,
    policy: Policy,
    deal: DealFact,
    stage: str,
    now: datetime,
    amount_fen: int | None,
    reason: tuple[str, ...],
) -> Moved:
    """Move the deal and plan its nudge anew. Raises Changed if it is no longer in the stage of `deal`, or may not enter
    the other one."""
    moved = entering.enter(session, by, policy, deal, stage, now, amount_fen=amount_fen, reason=reason)
    stage_clock.watch(session, policy, deal.id, now)
    row = deals.locked_in_any_stage(session, deal.id, by.deals)
    papers = files.newest(session, deal.id, policy.gate(stage).evidence) if deal.stage not in CLOSED else ()
    return replace(moved, nobody_decides=decision_chain.note_missing(session, policy, row, now), papers=papers)
