"""A leader lets a deal into a stage although something is missing, and says why; who may not asks who may."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.conversation import Asked, NotAnAnswer
from bot.handlers.shared.gates.going_on import CarriedOut, moved_on, say_moved
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references.belonging import CLEAR
from bot.wording.deals import gates as wording
from bot.wording.stages import deal_name
from config.policy import Policy
from nlu import gates
from nlu.understanding import Understanding
from sales import deals, slot_values
from sales.deals import DealFact
from sales.errors import Changed
from sales.gates import files, requests
from sales.gates.requests import RequestFact
from sales.stages import Moved
from sales.teamwork import people

MAY_BE_REASON = frozenset({"log_followup", "close_deal", "check_payment", "check_shipment", "out_of_scope", "deny"})
ASKS = "answer_gate"  # the intent of words that want a deal let in
ORDERS = frozenset({"reassign", "instruct"})  # intents of what is ordered besides, and is no reason


async def request_meant(talk: Talk, request_id: int) -> RequestFact | None:
    """The move that waits; None if it does not any more, or is not the speaker's to decide on, which is said."""
    request: RequestFact | None = await talk.query("request", requests.get, access.deals(talk.speaker), request_id)
    if request is None:
        await talk.say(wording.NOT_YOURS)
    elif not request.is_waiting:
        stage = talk.policy.stage_name(request.deal.stage)
        await talk.say(wording.SETTLED.format(deal=deal_name(request.deal), stage=stage))
        return None
    return request


async def let_in(talk: Talk, opening: Opening, request_id: int, reason: str | None = None) -> None:
    """Let the deal in, for a reason that is asked where it was not given."""
    request = await request_meant(talk, request_id)
    if request is None:
        return
    why = reason or await talk.ask(
        "why",
        wording.WHY_NEEDED,
        parse=read_reason,
        about=(request.deal.customer,),
        claims=partial(gives_reason, request.deal.customer),
        matters=partial(still_waits, request_id),
    )
    lacked = await talk.query("lacked", requests.lacking, access.deals(talk.speaker), talk.policy, request_id)
    now = await talk.now("let_in_at")
    moved = await talk.execute("let_in", moved_by_leader, talk.policy, request, why, now)
    if isinstance(moved, Stale):
        return await talk.say(moved.text)
    await say_moved(
        talk, opening, [CarriedOut(request, moved, let_in=True)], now, wording.let_in(talk.policy, why, lacked)
    )


async def ask_superior(talk: Talk, opening: Opening, request_id: int) -> None:
    """Ask who may let the deal in: the leader named, if the deal is theirs to see, else the superior."""
    request = await request_meant(talk, request_id)
    if request is None:
        return
    asks = opening.understanding.intent == ASKS or gates.remarks("asks_superior", opening.text)
    named = gates.asked_whom(opening.text) if asks else None
    meant = await talk.query("named", leader_named, named, request.deal.id) if named else None
    superior = meant or await talk.query("superior", access.superior, talk.speaker.member_id)
    boss = await talk.query("boss", people.get, superior or 0)
    if boss is None:
        return await talk.say(wording.NOBODY_TO_ASK)
    now = await talk.now("asked_at")
    asked = await talk.execute("ask", requests.ask_override, request_id, now)
    if isinstance(asked, Stale):
        return await talk.say(asked.text)
    scope = access.deals(talk.speaker)
    missing = await talk.query("lacks", requests.lacking, scope, talk.policy, request_id)
    kept = await talk.query("kept", files.of_customer, scope, request.deal.customer_id)
    text = wording.override_request(talk.policy, talk.speaker.name, request.deal, request.stage, missing)
    own = wording.own_words(talk.speaker.name, gates.beside(opening.text) if asks else "")
    await talk.say(f"{text}{own}", wording.override_choices(request_id, kept), kind="alert", to=boss.id)
    other = wording.NOT_THEIRS.format(name=named) if named and meant is None else ""
    await talk.say(f"{other}{wording.asked_superior(boss.name, request.deal)}")


def leader_named(session: Session, name: str, deal_id: int) -> int | None:
    """The leader of this name who may let the deal in; None if there is none."""
    for member in people.find(session, name):
        speaker = access.speaker(session, member.id)
        if speaker is not None and speaker.leads and deals.get(session, speaker.deals, deal_id) is not None:
            return member.id
    return None


async def dropped(talk: Talk, request_id: int, deal: DealFact) -> None:
    """The move is not wanted any more."""
    now = await talk.now("dropped_at")
    done = await talk.execute("drop", requests.drop, request_id, now)
    await talk.say(done.text if isinstance(done, Stale) else wording.not_moved(talk.policy, deal))


def moved_by_leader(
    session: Session, by: Speaker, policy: Policy, request: RequestFact, why: str, now: datetime
) -> Moved:
    """Carry the move out whatever is missing. Raises Changed if who acts does not lead, or it waits no more."""
    if not by.leads:
        raise Changed("deal", request.deal.id, "decides")
    return moved_on(session, by, policy, request, now, why)


def still_waits(request_id: int, session: Session) -> bool:
    """Whether the move still waits."""
    found = requests.anybodys(session, request_id)
    return found is not None and found.is_open


def read_reason(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """A reason, in any words but those that refuse one, ask, or order something else."""
    orders = understanding.intent in ORDERS and understanding.confidence >= CLEAR
    return (not orders and gates.reason(text)) or NotAnAnswer(wording.WHY_REFUSED)


def gives_reason(customer: str, _session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether the very next words are the reason, although they would be a report elsewhere (蔡总口头同意了); not where
    they tell of another customer."""
    named = slot_values.words(understanding.slots, "customer")
    later = understanding.intent == ASKS and gates.remarks("comes_later", text)  # 协议下周签
    of_it = (later or understanding.intent in MAY_BE_REASON) and all(
        one in customer or customer in one for one in named
    )
    reads = not isinstance(read_reason(text, understanding, asked), NotAnAnswer)
    return asked.is_latest and of_it and reads
