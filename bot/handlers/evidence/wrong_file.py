"""A file that was sent was not what it was taken for: 文件发错了 / 那个不是立项文件 / 不是技术协议 是报价单

One that was not sent just now, or that the words do not clearly mean (报价单发错了 after a 技术协议), is asked about
first. It stays with its deal as another paper and opens no gate. A deal that came to its stage on it goes back, and the
move waits for the right one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.stage_move import taken_back
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.undo.reversing import Undone
from bot.wording.deals import gates as wording
from config.policy import Policy
from nlu import gates
from sales import deals, slot_values
from sales.deals import DealFact
from sales.gates import Missing, entering, files, requests
from sales.gates.files import FileFact
from sales.gates.requests import RequestFact
from scheduler import stage_clock

JUST_SENT = timedelta(minutes=30)  # for so long a file is meant without asking

LONGEST_BARE = 12  # characters of words that say no more than that something sent was wrong


@dataclass(frozen=True)
class TakenOut:
    """The deal of a file that does not count any more. `back_from`: the stage that it had come to on the file, and went
    back from; `request` waits for what is `missing` now."""

    deal: DealFact
    back_from: str | None
    request: RequestFact | None
    missing: Missing


async def wrong_file(talk: Talk, opening: Opening) -> None:
    file = await file_meant(talk, opening)
    if file is None:
        return
    right = gates.instead_of_file(opening.text)
    if opening.at - file.at > JUST_SENT or not is_meant(talk.policy, opening.text.removesuffix(right or ""), file):
        choices = [Choice("是,不算了", True), Choice("不是", False)]
        if not await talk.ask("meant", wording.wrong_file_question(talk.policy, file), choices, about=(file.customer,)):
            return await talk.say("好,文件没动。")
    kind = talk.policy.evidence_named(right) if right else None
    now = await talk.now()
    done = await talk.execute("take_out", taken_out, talk.policy, file, kind, opening.run, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    text = wording.taken_out(talk.policy, file, done.deal, kind, done.back_from)
    if done.deal.owner_id != talk.speaker.member_id:
        await talk.say(f"{talk.speaker.name}看了文件:{text.removeprefix('好,')}", kind="receipt", to=done.deal.owner_id)
    see = wording.see_files(done.deal.customer_id)
    if done.request is None or not done.missing:
        return await talk.say(text, [see], kind="receipt")
    lacks = wording.still_lacks(talk.policy, done.request.stage, done.missing)
    choices = wording.gate_choices(done.request.id, leads=opening.speaker.leads)
    await talk.say(f"{text}\n{lacks}", [*choices, see], kind="receipt")


async def file_meant(talk: Talk, opening: Opening) -> FileFact | None:
    """The file that the words mean: the newest of the customer and kind named, else the one that the speaker sent last.
    None if there is none, which the person has been told."""
    slots, scope = opening.understanding.slots, access.deals(talk.speaker)
    words, kind = slot_values.word(slots, "customer"), talk.policy.evidence_named(opening.text)
    if words:
        customer = (await choose_customer(talk, opening, words)).customer
        if customer is None:
            return None
        found = await talk.query("found", files.of_customer, scope, customer.id, kind)
        if not found:
            await talk.say(wording.no_files(talk.policy, customer.name, kind))
        return found[0] if found else None
    sent: FileFact | None = await talk.query("sent", files.latest_by, scope, talk.speaker.member_id)
    if sent is None:
        await talk.say(wording.NOTHING_SENT)
    return sent


def is_meant(policy: Policy, text: str, file: FileFact) -> bool:
    """Whether the words mean this file clearly: they name its kind, or hardly anything but that it was wrong."""
    named = policy.evidence_named(text)
    return named == file.kind if named is not None else len(text.strip()) <= LONGEST_BARE


def taken_out(
    session: Session, by: Speaker, policy: Policy, file: FileFact, kind: str | None, run_id: int, now: datetime
) -> TakenOut:
    """Let the file count as another kind, and the deal go back if it came to its stage on it. Raises Changed as
    `files.retype` and as a move does."""
    before = files.retype(session, by, file.id, kind)
    seen = deals.read(session, file.deal_id)
    if before is None or not gates_anew(session, policy, seen):
        waiting = requests.with_missing_of(session, by.deals, policy, file.customer_id)
        of_deal = ((request, missing) for request, missing in waiting if request.deal.id == file.deal_id)
        return TakenOut(seen, None, *next(of_deal, (None, Missing())))
    if not isinstance(taken_back(session, by, policy, file.deal_id, now), Undone):
        entering.enter(session, by, policy, seen, before, now)
        stage_clock.watch(session, policy, file.deal_id, now)
    deal = deals.read(session, file.deal_id)
    request = requests.wait(session, by, deal, seen.stage, run_id, now)
    return TakenOut(deal, seen.stage, request, requests.lacking(session, by.deals, policy, request.id))


def gates_anew(session: Session, policy: Policy, deal: DealFact) -> bool:
    """Whether the stage where the deal is lacks a file now."""
    return any(kind not in files.of_kinds(session, deal.id, (kind,)) for kind in policy.gate(deal.stage).evidence)


FLOW = Flow("wrong_file", version=1, starts=(Intent("wrong_file"),), roles=SALES, run=wrong_file)
