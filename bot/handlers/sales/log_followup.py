"""A rep says what happened with a customer, and it is logged. 刚跟宏远李总通完电话,嫌贵,周三下午再去

1. The words are one record or several. 已跟进 under a nudge opens this with the deal known and asks how it went, and
   so do words that name no more than the customer.
2. Of each record only what is missing is asked: which customer, which deal, and what the deal's stage forces.
   While a form is open, more words add to it or correct it ("嫌贵,另外周五再去", "不是李总,是王总", "不是宏远,是新锐").
3. Each record is saved as soon as it is complete; the deal's clock starts anew.
4. One receipt repeats what was kept, with 撤回 under it; whose deal it is hears what a leader recorded there. What is
   said later to put it right is correct_record's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation.flow import Command, Flow, Intent
from bot.conversation.messages import Choice
from bot.conversation.talk import Asked, NotAnAnswer, Opening, Parse, Talk
from bot.handlers.sales.log_lead import register_lead
from bot.handlers.shared.attempts import Stale, attempt
from bot.handlers.shared.choosing import choose_customer, choose_deal, in_context
from bot.turn import matching
from bot.wording.buttons import undo_button
from bot.wording.offers import LogFollowup
from bot.wording.records import followup_lines, forced_question
from config.policy import Policy
from nlu.context import said_choice
from nlu.understanding import Understanding
from sales import customers, deals, followups, slots
from sales.customers import CustomerFact
from sales.deals import DealFact
from sales.followups import FollowUpDraft, Gap, Saved
from scheduler import stage_clock

NEW_LEAD = Choice("是新客户,建线索", "new_lead")
WHOM = {"customer", "product"}


@dataclass(frozen=True)
class Subject:
    """Whom a record is about; a customer without an open deal has none. `told` was said when whom was asked."""

    customer_id: int
    customer: str
    deal: DealFact | None
    told: tuple[Understanding, ...] = ()


async def log_followup(talk: Talk, opening: Opening) -> None:
    saved: list[Saved] = []
    for number, told in enumerate(opening.records, 1):
        saved += await log_record(talk.part(f"record{number}"), opening, told)
    if not saved:
        return
    now = await talk.now("receipt")
    lines = "\n\n".join(followup_lines(talk.policy, one, now) for one in saved)
    await talk.say(f"已记录:\n{lines}", [undo_button(opening.run)], kind="receipt")


async def log_record(talk: Talk, opening: Opening, told: Understanding) -> list[Saved]:
    """One record, from the words to the saved row, and what more was reported with it; none where it was not to be,
    which has been said."""
    told = await in_context(talk, opening, told)
    draft = FollowUpDraft.of(told)
    subject = await choose_subject(talk, opening, told, draft)
    if subject is None:
        return []
    others: tuple[Understanding, ...] = ()
    for more in subject.told:
        draft = draft.merge(more)
    if draft.told().keys() <= WHOM:
        report = await talk.ask("report", f"跟{subject.customer}怎么聊的?一句话就行。", parse=read_report)
        draft, others = draft.merge(report), report.more
        subject = await other_reported(talk, opening, subject, report)
    subject, draft = await fill_gaps(talk, opening, subject, draft)
    now = await talk.now()
    saved: Saved | Stale = await talk.execute("save", attempt, save, talk.policy, talk.speaker, subject, draft, now)
    if isinstance(saved, Stale):
        await talk.say(saved.words)
        return []
    if subject.deal is not None and subject.deal.owner_id != talk.speaker.member_id:
        words = f"{talk.speaker.name}在{subject.customer}上记了一条跟进:\n{followup_lines(talk.policy, saved, now)}"
        await talk.say(words, kind="receipt", to=subject.deal.owner_id)
    records = [saved]
    for number, other in enumerate(others, 1):
        records += await log_record(talk.part(f"other{number}"), replace(opening, params={}), other)
    return records


async def fill_gaps(
    talk: Talk, opening: Opening, subject: Subject, draft: FollowUpDraft
) -> tuple[Subject, FollowUpDraft]:
    """What the deal's stage forces is asked until all of it is said; whom it is about may be put right meanwhile."""
    attempts = 0
    while gaps := await talk.query(
        f"gaps{attempts}", missing, talk.policy, subject.deal.stage if subject.deal else None, draft
    ):
        attempts += 1
        question = forced_question(talk.policy, gaps[0], subject.customer, draft, opening.at)
        choices = [Choice(label, key) for key, label in gaps[0].options]
        answer = await talk.ask(f"{gaps[0].field}{attempts}", question, choices, read_gap(gaps[0], subject, draft))
        if not isinstance(answer, Understanding):
            draft = draft.fill(gaps[0].field, answer)
            continue
        draft = draft.merge(answer)
        named = slots.word(answer.slots, "customer")
        if named is not None and named != subject.customer:
            subject = await named_subject(talk.part(f"right{attempts}"), opening, named, draft.product) or subject
    return subject, draft


async def named_subject(talk: Talk, opening: Opening, words: str, product: str | None) -> Subject | None:
    """The customer that `words` name in place of another; None where the person could not say."""
    chosen = await choose_customer(talk, opening, words)
    if not isinstance(chosen.customer, CustomerFact):
        return None
    known = chosen.customer
    return Subject(known.id, known.name, await choose_deal(talk, opening, known, product))


async def other_reported(talk: Talk, opening: Opening, subject: Subject, report: Understanding) -> Subject:
    """`subject`, or another customer of the speaker's that the report names, if it is to go there."""
    named = slots.word(report.slots, "customer")
    if named is None or named == subject.customer:
        return subject
    found = await talk.query("reported", customers.find, access.customers(talk.speaker), named)
    if len(found) != 1 or found[0].id == subject.customer_id:
        return subject
    other = found[0]
    choices = [Choice(other.name, True), Choice(subject.customer, False)]
    if not await talk.ask("whose", f"这句说的是{other.name},记到哪家?", choices):
        return subject
    return Subject(other.id, other.name, await choose_deal(talk.part("other"), opening, other))


async def choose_subject(talk: Talk, opening: Opening, told: Understanding, draft: FollowUpDraft) -> Subject | None:
    """The customer and deal that a record is about: the nudge's, or the ones named; asked where that is not clear."""
    offer = LogFollowup.of(opening.params)
    if offer.deal is not None:
        deal = await talk.query("deal_given", deals.get, access.deals(talk.speaker), offer.deal)
        if deal is None or deal.closed:
            await talk.say("这一单已经不在跟了,不用记。")
            return None
        return Subject(deal.customer_id, deal.customer, deal)
    if offer.customer is not None:
        known = await talk.query("customer_given", customers.get, access.customers(talk.speaker), offer.customer)
        return Subject(known.id, known.name, await choose_deal(talk, opening, known)) if known else None
    extra = (NEW_LEAD,) if draft.customer else ()
    chosen = await choose_customer(talk, opening, draft.customer, draft.contacts, extra)
    customer = chosen.customer
    if customer == NEW_LEAD.value:
        registered = await register_lead(talk, told)
        return Subject(registered.customer_id, registered.customer, registered.deal) if registered else None
    if not isinstance(customer, CustomerFact):
        return None
    return Subject(customer.id, customer.name, await choose_deal(talk, opening, customer, draft.product), chosen.told)


def missing(_session: Session, policy: Policy, stage: str | None, draft: FollowUpDraft) -> tuple[Gap, ...]:
    return followups.gaps(policy, stage, draft)


def save(
    session: Session, policy: Policy, author: Speaker, subject: Subject, draft: FollowUpDraft, now: datetime
) -> Saved:
    """Keep the record, if the deal is still the author's to change; its nudge is planned anew."""
    deal_id, scope = subject.deal.id if subject.deal else None, access.deals(author)
    saved = followups.record(session, author.member_id, deal_id, subject.customer_id, draft, now, policy.zone, scope)
    if deal_id is not None:
        stage_clock.watch(session, policy, deal_id, now)
    return saved


def read_report(text: str, understanding: Understanding, asked: Asked) -> Understanding | NotAnAnswer:
    """How it went, in the rep's own words."""
    return understanding if text.strip() else NotAnAnswer()


def read_gap(gap: Gap, subject: Subject, draft: FollowUpDraft) -> Parse:
    """An answer to a forced field: words that fill it, or that add to the record or correct it, and it is asked again.
    What names another customer, or corrects what was not said here, is not about this record."""

    def parse(text: str, understanding: Understanding, asked: Asked) -> Understanding | str | NotAnAnswer:
        said = understanding.slots
        named, denies = slots.word(said, "customer"), understanding.intent == "deny"
        if named is not None and named != subject.customer:
            return understanding if denies else NotAnAnswer()
        choice = matching.named(asked.choices, text)
        value = choice.answer if choice is not None else said_choice(text, gap.field)
        told = FollowUpDraft.of(understanding).told()
        figure = value in said  # 预算 50 万 is the budget, not 预算未定
        if value is not None and not figure and not understanding.more:
            return replace(understanding, slots={gap.field: value, **said}) if told else str(value)
        adds = understanding.intent == "log_followup" and told
        corrects = denies and told.keys() & draft.told().keys()
        if gap.field in said or adds or corrects or (figure and told):
            return understanding
        return NotAnAnswer("这一项必须选,点一下最接近的就行。")

    return parse


FLOW = Flow(
    "log_followup",
    version=1,
    starts=(Command("跟进"), Command("已跟进"), Command("记一条跟进"), Intent("log_followup")),
    roles=SALES,
    run=log_followup,
    title="记一条跟进",
    offer=LogFollowup,
)
