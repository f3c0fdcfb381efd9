"""A rep reports a contact with a customer, and it is logged. 刚跟宏远李总通完电话,嫌贵,周三下午再去

1. A message holds one record or several. 已跟进 under a nudge opens this flow with the deal known and asks how it went;
   so do words that name only the customer.
2. For each record only what is missing is asked: the customer, the deal, the forced fields of the deal's stage. While
   a form is open, more words add to it or correct it ("嫌贵,另外周五再去", "不是李总,是王总", "不是宏远,是新锐").
   An appointment that the customer moved is promised for its new time, and nothing else is asked.
3. A sum that was spoken and perhaps misheard is asked. Each record is saved as soon as it is complete, and the deal's
   clock starts anew.
4. One receipt repeats what was saved, with 撤回 under it; the deal's owner is told what a leader recorded there. Later
   corrections are correct_record's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES
from bot.conversation import Asked, Command, Flow, Intent, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.chain.shown_and_told import ask_buttons
from bot.handlers.shared.followup_record import Subject, fill_gaps, save, save_kept, still_open, take_kept
from bot.handlers.shared.gates.going_on import go_on_moving
from bot.handlers.shared.lead_registration import register_lead
from bot.handlers.shared.leading.on_behalf import own_report
from bot.handlers.shared.moved_step import moved_step
from bot.handlers.shared.own_words import own_words
from bot.handlers.shared.pointing_back import in_context
from bot.handlers.shared.reporting.heard_sum import sure_of_sum
from bot.handlers.shared.which_customer import choose_customer
from bot.handlers.shared.which_deal import choose_deal
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references.belonging import CLEAR, REPORTING, is_bare
from bot.wording.buttons import sum_buttons, undo_button
from bot.wording.offers import LogFollowup
from bot.wording.records import followup_lines, followup_summary
from bot.wording.turn import HANDED_AWAY
from config.policy import Policy
from nlu.context import is_nod, own_act_only
from nlu.statements.news import tells_news
from nlu.understanding import Understanding
from sales import customers, deals, followups, slot_values
from sales.customers import CustomerFact
from sales.followups import FollowUpDraft, Repeated, Saved
from sales.scope import Actor

CHATTY = {"confirm", "greet", "out_of_scope"}  # what short words about how it went are often taken for
LEAVES_IT = re.compile("随便|你看着|你(?:帮我)?(?:选|填|定|写)|都行")  # to the bot to say how it went
WHOM = {"customer", "product"}  # fields that do not say how it went


async def log_followup(talk: Talk, said: Opening) -> None:
    repeated = LogFollowup.of(said.params).again
    if repeated is not None:
        return await log_again(talk, said, repeated)
    opening = await own_report(talk, said)
    if opening is None:
        return
    saved: list[Saved] = []
    for number, report in enumerate(own_words(opening.records), 1):
        for record in await log_record(talk.part(f"record{number}"), opening, report, saved):
            saved = [*(known for known in saved if known.followup_id != record.followup_id), record]
    if not saved:
        return
    now = await talk.now("receipt")
    lines = "\n\n".join(followup_lines(talk.policy, record, now) for record in saved)
    buttons = [undo_button(opening.run), *sum_buttons(saved), *ask_buttons(saved)]
    await talk.say(f"已记录:\n{lines}", buttons, kind="receipt")
    for number, record in enumerate(saved):
        claims = record.chain.claims if record.chain is not None else ()
        await go_on_moving(talk.part(f"moves{number}"), opening, record.customer_id, claims, now)


async def log_record(talk: Talk, opening: Opening, report: Understanding, earlier: Sequence[Saved] = ()) -> list[Saved]:
    """Log one record and what more was reported while it was completed. What the `earlier` ones of the message say
    already is put into that one. Returns what was saved: nothing if it could not be, which the person has been told."""
    report = await in_context(talk, opening, report)
    begun = await choose_subject(talk, opening, report)
    if begun is None:
        return []
    subject, draft = begun
    if (moved := await moved_step(talk, opening, subject, report, draft)) is not None:
        draft = moved
    others: tuple[Understanding, ...] = ()
    if draft.filled().keys() <= WHOM and not _tells(opening, report, draft.said):
        more = await talk.ask(
            "report",
            f"跟{subject.customer}怎么聊的?一句话就行。",
            parse=read_report,
            about=(subject.customer, *draft.contacts),
            matters=still_open(talk, subject.deal),
        )
        draft, others = draft.merge(more), more.more
        subject = await other_reported(talk, opening, subject, more)
    if moved is None or draft.outcome is not None:
        subject, draft = await fill_gaps(talk, opening, subject, draft, earlier)
    draft = await sure_of_sum(talk, opening, draft, subject.deal)
    now = await talk.now()
    draft = replace(draft, occurred_on=draft.occurred_on or opening.at.astimezone(talk.policy.zone).date())
    saved = await talk.execute("save", save_once, talk.policy, subject, draft, now, opening.run)
    if isinstance(saved, Repeated) and saved.saved.followup_id in {known.followup_id for known in earlier}:
        more = replace(draft, said="")
        saved = await talk.execute("same", followups.add, saved.saved.followup_id, more, talk.policy.zone)
    if isinstance(saved, Repeated):
        line = followup_summary(talk.policy, saved.saved.followup, now)
        again = Choice("再记一条", opens=LogFollowup(again=saved.saved.followup_id))
        await talk.say(f"{subject.customer}这条已经记过了,没有重复记:\n{line}", [again])
        return []
    if isinstance(saved, Stale):
        await talk.say(saved.text)
        return []
    if subject.deal is not None and subject.deal.owner_id != talk.speaker.member_id:
        notice = f"{talk.speaker.name}在{subject.customer}上记了一条跟进:\n{followup_lines(talk.policy, saved, now)}"
        await talk.say(notice, ask_buttons([saved]), kind="receipt", to=subject.deal.owner_id)
    records = [saved]
    for number, other in enumerate(others, 1):
        records += await log_record(talk.part(f"other{number}"), replace(opening, params={}), other)
    return records


def _tells(opening: Opening, report: Understanding, said: str) -> bool:
    """Whether words that fill no field tell how it went as they are: what we did, news of the deal, or whatever was
    chosen by a tap to be logged as it was said."""
    chosen = "said" in opening.params and not is_bare(opening.text, report)
    tells = chosen or bool(LogFollowup.of(opening.params).tells)
    return tells or own_act_only(said) or tells_news(report, opening.at)


async def log_again(talk: Talk, opening: Opening, followup_id: int) -> None:
    """Log once more what a follow-up of today says: it did happen twice."""
    known = await talk.query("repeated", followups.saved, followup_id)
    deal = None
    if known is not None and known.deal_id is not None:
        deal = await talk.query("deal_of_it", deals.get, access.deals(talk.speaker), known.deal_id)
    if known is not None and deal is None and known.deal_id is not None:
        return await talk.say(HANDED_AWAY)
    if known is None or (deal is not None and deal.closed):
        return await talk.say("那条已经不在了,直接说一遍我来记。")
    draft, now = FollowUpDraft.saved(known.followup, talk.policy.zone), await talk.now()
    subject = Subject(known.customer_id, known.customer, deal)
    saved = await talk.execute("again", save, talk.policy, subject, draft, now)
    if isinstance(saved, Stale):
        return await talk.say(saved.text)
    lines = followup_lines(talk.policy, saved, now)
    await talk.say(f"又记了一条:\n{lines}", [undo_button(opening.run)], kind="receipt")


def save_once(
    session: Session, by: Actor, policy: Policy, subject: Subject, draft: FollowUpDraft, now: datetime, run: int
) -> Saved | Repeated:
    """Save the record, unless who acts has just saved the same."""
    known = followups.alike(session, by.member_id, subject.customer_id, subject.deal, draft, now, policy.zone)
    if known is None:
        return save_kept(session, by, policy, subject, draft, now, run)
    take_kept(session, by, run, now)
    return Repeated(known)


async def choose_subject(talk: Talk, opening: Opening, report: Understanding) -> tuple[Subject, FollowUpDraft] | None:
    """The customer and deal that a report is about (the button's, or those named; asked if not clear), with all that
    was reported. None if there is nothing to log, which the person has been told."""
    offer, draft = LogFollowup.of(opening.params), FollowUpDraft.of(report)
    if offer.deal is not None:
        deal = await talk.query("deal_given", deals.get, access.deals(talk.speaker), offer.deal)
        if deal is None or deal.closed:
            await talk.say(HANDED_AWAY if deal is None else "这一单已经不在跟了,不用记。")
            return None
        return Subject(deal.customer_id, deal.customer, deal), draft
    if offer.customer is not None:
        known = await talk.query("customer_given", customers.get, access.customers(talk.speaker), offer.customer)
        if known is None:
            await talk.say(HANDED_AWAY)
            return None
        return await with_deal(talk, opening, known, draft)
    named = draft.customer
    chosen = await choose_customer(talk, opening, named, draft.contacts, may_be_new=bool(named), draft=draft)
    if chosen.is_new:
        lead = await register_lead(talk, report)
        return (Subject(lead.customer_id, lead.customer, lead.deal), draft) if lead else None
    if chosen.customer is None:
        return None
    for more in chosen.reports:
        draft = draft.merge(more)
    return await with_deal(talk, opening, chosen.customer, draft)


async def with_deal(
    talk: Talk, opening: Opening, customer: CustomerFact, draft: FollowUpDraft
) -> tuple[Subject, FollowUpDraft]:
    """The customer's deal that `draft` is about, and the draft with what was said at the question which."""
    chosen = await choose_deal(talk, opening, customer, draft.product, draft)
    for more in chosen.reports:
        draft = draft.merge(more)
    return Subject(customer.id, customer.name, chosen.deal), draft


def read_report(text: str, understanding: Understanding, asked: Asked) -> Understanding | NotAnAnswer:
    """A report in any words, also short ones (挺好的); requests, questions and nods are none."""
    if understanding.intent == "log_followup" or (understanding.intent == "deny" and understanding.slots):
        return understanding
    if is_nod(text) or LEAVES_IT.search(text) or not set(understanding.factuality) <= REPORTING:
        return NotAnAnswer("怎么聊的说一句就行。")
    unclear = understanding.confidence < CLEAR or understanding.intent in CHATTY
    return replace(understanding, intent="log_followup") if unclear else NotAnAnswer("怎么聊的说一句就行。")


async def other_reported(talk: Talk, opening: Opening, subject: Subject, report: Understanding) -> Subject:
    """`subject`, or another customer that the report names, if the person confirms that it belongs there."""
    named = slot_values.word(report.slots, "customer")
    if named is None or named == subject.customer:
        return subject
    found = await talk.query("reported", customers.find, access.customers(talk.speaker), named)
    if len(found) != 1 or found[0].near or found[0].id == subject.customer_id:
        return subject
    other = found[0]
    choices = [Choice(other.name, True), Choice(subject.customer, False)]
    if not await talk.ask("whose", f"这句说的是{other.name},记到哪家?", choices):
        return subject
    return Subject(other.id, other.name, (await choose_deal(talk.part("other"), opening, other)).deal)


FLOW = Flow(
    "log_followup",
    version=1,
    starts=(Command("跟进"), Command("已跟进"), Command("记一条跟进"), Intent("log_followup")),
    roles=SALES,
    run=log_followup,
    title="记一条跟进",
    offer=LogFollowup,
)
