"""Passing a customer on to a colleague, with its open deals and the reminders about it; or only one of its several
deals, where the words name it.

A leader does it at once, for the people in scope; whoever may not asks who may, by two buttons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, Speaker
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.handover import reminders_follow
from bot.handlers.shared.leading.colleagues import colleague_meant, why_not_a_seller
from bot.handlers.shared.leading.spoken_of import customer_spoken_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references.deal_said import deals_said
from bot.wording import handovers
from bot.wording.buttons import deal_label, undo_button
from bot.wording.deals import leads as leads_wording
from bot.wording.offers import DecideHandover, ShowCustomer
from config.policy import Policy
from nlu import leaders, leading
from sales import customers, deals, leads, slot_values, tickets
from sales.customers import CustomerFact, CustomerInfo
from sales.deals import DealFact
from sales.scope import Actor
from sales.teamwork import handover, people
from sales.teamwork.handover import HandedOver, RequestFact
from sales.teamwork.people import MemberFact
from scheduler import stage_clock

SPEAKER = "我"
WHOLE = 0  # picked instead of a deal
UNTOLD = frozenset({"asks", "supposes", "hearsay", "wishes", "quotes"})  # statements that order nothing


@dataclass(frozen=True)
class Passed:
    """What was handed over, and how many reminders went with it."""

    done: HandedOver
    reminders: int


async def pass_on(talk: Talk, opening: Opening) -> None:
    """Hand every customer that the opening's words name to the colleague they name."""
    slots = opening.understanding.slots
    words = slot_values.word(slots, "person")
    if words == SPEAKER:
        to: MemberFact | None = await talk.query("self", people.get, talk.speaker.member_id)
    else:
        to = await colleague_meant(talk, words, "转给谁?发我同事的名字就行。")
    if to is None:
        return
    refusal = why_not_a_seller(talk.policy, to)
    if refusal is not None:
        return await talk.say(refusal)
    customers_named = slot_values.words(slots, "customer") or await leads_meant(talk, opening)
    beside = leading.named_beside(opening.text, opening.understanding.spans_of("customer"))
    if len(customers_named) > 1 and leading.chooses_one(opening.text):
        customers_named = (await one_of(talk, customers_named, to),)
    for number, name in enumerate(customers_named or (None,), 1):
        part = talk.part(f"customer{number}")
        customer = await customer_spoken_of(part, opening, name)
        if customer is None or not await is_meant(part, opening, customer, to):
            continue
        several = len(customers_named) > 1 or beside
        found = () if several else await part.query("of_several", deals_of, talk.speaker, customer)
        if name is None and (unknown := named_otherwise(opening, customer, found)) is not None:
            known = SaidWords("reassign", f"把{customer.name}转给{to.name}")
            await part.say(handovers.not_known(unknown, customer.name), [Choice("就是这家,转", opens=known)])
            continue
        deal = await only_deal(part, opening, customer, found)
        await pass_one_on(part, opening, customer, to, deal)
    for number, named in enumerate(beside, len(customers_named) + 1):
        part = talk.part(f"customer{number}")
        found = await part.query("called", customers.find, access.customers(talk.speaker), named)
        customer = await customer_spoken_of(part, opening, named) if found else None
        if customer is not None and await is_meant(part, opening, customer, to):
            await pass_one_on(part, opening, customer, to)
        elif not found:
            await part.say(f"「{named}」没对上是哪家客户,这家没转。发我客户全名再转。")


async def one_of(talk: Talk, names: Sequence[str], to: MemberFact) -> str:
    """The one of several customers that is to go."""
    choices = [Choice(name, name) for name in names]
    picked: str = await talk.ask("one_of", f"哪一家给{to.name}?", choices, about=(*names, to.name))
    return picked


async def is_meant(talk: Talk, opening: Opening, customer: CustomerFact, to: MemberFact) -> bool:
    """Whether a hand-over is ordered: what a leader asks or supposes, or has heard, is done on a tap only."""
    plain = UNTOLD.isdisjoint(opening.understanding.factuality) and not leading.held_back(opening.text)
    if plain or not may_hand_over(talk.speaker, to):
        return True
    whom = "由你自己跟" if to.id == talk.speaker.id else f"转给{to.name}"
    choices = [Choice(f"{whom}", True), Choice("不转", False)]
    if await talk.ask("meant", f"还没动。{customer.name}要{whom}吗?", choices, about=(customer.name, to.name)):
        return True
    await talk.say(f"好,没转,{customer.name}还是原来的人跟。")
    return False


async def leads_meant(talk: Talk, opening: Opening) -> tuple[str, ...]:
    """The customers of the leads that nobody has yet, where a leader's words mean these (这条线索, 这几条线索都):
    the last one, as many as are counted, or all; none where the words mean something else."""
    count = leaders.leads_counted(opening.text) if opening.speaker.role in LEADERS else None
    if count is None:
        return ()
    found = await talk.query("unassigned", leads.unassigned, access.deals(talk.speaker))
    return tuple(deal.customer for deal in found[:count] if deal.owner_id)


def named_otherwise(opening: Opening, customer: CustomerFact, found: Sequence[DealFact]) -> str | None:
    """The name by which the words hand over somebody who is neither this customer of the context nor one of its deals
    (衡水老桥转给盛夏)."""
    meant = opening.understanding
    if not meant.slots.keys().isdisjoint({"customer", "contact", "product"}):
        return None
    named = leading.handed_name(opening.text, meant.spans_of("person"))
    known = (customer.name, *(deal.product_line or "" for deal in found))
    return None if named is None or any(named in name for name in known) else named


async def only_deal(talk: Talk, opening: Opening, customer: CustomerFact, found: Sequence[DealFact]) -> DealFact | None:
    """The one of the customer's several deals that is meant alone, asked where the words speak of one and do not say
    which; None where the customer is meant as a whole."""
    if len(found) < 2 or leading.whole_customer(opening.text):
        return None
    said = deals_said(opening.text, found)
    if len(said) == 1:
        return said[0]
    if not leading.one_deal(opening.text) and "product" not in opening.understanding.slots:
        return None
    labels = [Choice(deal_label(talk.policy, deal), deal.id) for deal in found]
    question = f"{customer.name}有 {len(found)} 单在跟,只转哪一单,还是整个客户?"
    picked: int = await talk.ask("only", question, [*labels, Choice("整个客户", WHOLE)], about=(customer.name,))
    return next((deal for deal in found if deal.id == picked), None)


async def pass_one_on(
    talk: Talk, opening: Opening, customer: CustomerFact, to: MemberFact, deal: DealFact | None = None, said: str = ""
) -> None:
    """Hand this customer over, or only this deal of it, or ask who may; `said` is what was told of a lead."""
    passes = (
        await talk.query("passes", something_passes, talk.speaker, customer, to)
        if deal is None
        else deal.owner_id != to.id
    )
    if not passes:
        whose = "你" if to.id == talk.speaker.id else to.name
        return await talk.say(f"{handovers.name_of(customer.name, deal)}本来就是{whose}在跟。")
    if not may_hand_over(opening.speaker, to):
        return await ask_decider(talk, opening, customer, to, deal)
    now = await talk.now()
    passed = await (
        talk.execute("hand_over", handed_over, talk.policy, customer.id, to.id, now)
        if deal is None
        else talk.execute("hand_over", deal_handed_over, talk.policy, deal.id, to.id, now)
    )
    if isinstance(passed, Stale):
        return await talk.say(passed.text)
    await tell_everybody(talk, passed, to, now, said)
    if not passed.done.is_lead:
        text = handovers.to_superior(passed.done, talk.speaker.name, to.name)
        await tell_superiors(talk, opening, (passed.done.former_id, to.id), text)
    receipt = handovers.to_decider(talk.policy, passed.done, talk.speaker.name, to.name, passed.reminders, now)
    whole = SaidWords("reassign", f"把{customer.name}整个客户转给{to.name}")
    also = [] if deal is None else [Choice("整个客户都转", opens=whole)]
    await talk.say(receipt, [undo_button(opening.run), *also], kind="receipt")


async def tell_everybody(talk: Talk, passed: Passed, to: MemberFact, now: datetime, said: str = "") -> None:
    """Tell the new and the former owner, as far as they are not the speaker."""
    by, done = talk.speaker, passed.done
    if to.id != by.id and done.is_lead:
        info = await talk.query("lead", lead_info, talk.policy, done, now)
        text = leads_wording.to_assignee(talk.policy, done, info, by.name, now, said)
        await talk.say(text, leads_wording.assignee_buttons(done), kind="nudge", to=to.id)
    elif to.id != by.id:
        text = handovers.to_new_owner(talk.policy, done, by.name, passed.reminders, now)
        await talk.say(text, [Choice("看看情况", opens=ShowCustomer(done.customer_id))], kind="receipt", to=to.id)
    if done.former_id not in (None, by.id, to.id):
        text = handovers.to_former_owner(done, by.name, to.name, passed.reminders)
        await talk.say(text, kind="receipt", to=done.former_id)


async def tell_superiors(
    talk: Talk, opening: Opening, owners: Sequence[int | None], text: str, *, asked_by: int | None = None
) -> None:
    """Tell the superiors of the former and the new owner, once each, where it was decided above them; whoever asked
    for it hears it anyway."""
    if not opening.speaker.sees_all:
        return
    involved = [owner for owner in owners if owner is not None]
    told = [key for key in (talk.speaker.member_id, asked_by, *involved) if key is not None]
    for superior in await talk.query("superiors", access.superiors, involved, told):
        await talk.say(text, kind="receipt", to=superior)


async def ask_decider(
    talk: Talk, opening: Opening, customer: CustomerFact, to: MemberFact, deal: DealFact | None = None
) -> None:
    """Ask who may decide, with 同意 and 不同意."""
    decider = await talk.query("decider", access.decider, talk.speaker.member_id, to.id)
    boss = await talk.query("boss", people.get, decider or 0)
    if boss is None:
        return await talk.say("公司里还没有能定这件事的主管,我转不出去,找管理员加一下。")
    now = await talk.now("asked")
    words = opening.text if deal is None else f"{opening.text}({deal.product_line or ''})"  # which deal, once more
    asked = await talk.execute("ask", handover.ask, customer.id, to.id, words, now)
    if isinstance(asked, Stale):
        return await talk.say(asked.text)
    choices = [
        Choice(label, opens=DecideHandover(asked.request_id, granted))
        for label, granted in (("同意", True), ("不同意", False))
    ]
    whom = "接过去自己跟" if to.id == talk.speaker.id else f"转给{to.name}跟"
    text = f"{talk.speaker.name}想把{handovers.name_of(customer.name, deal)}{whom},同意吗?\n原话:{opening.text[:60]}"
    await talk.say(text, choices, kind="nudge", to=boss.id)
    await talk.say(
        f"{handovers.name_of(customer.name, deal)}{whom}要{boss.name}点头,已经问了,定了我告诉你。在这之前还是原样。",
        [undo_button(opening.run)],
        kind="receipt",
    )


def lead_info(session: Session, policy: Policy, done: HandedOver, now: datetime) -> CustomerInfo | None:
    """What is known of a lead's customer, as its new owner may see it."""
    owner = access.speaker(session, done.to_id)
    return None if owner is None else customers.info(session, owner, done.customer_id, policy, now)


def may_hand_over(speaker: Speaker, to: MemberFact) -> bool:
    """Whether the speaker may hand what is in scope to this colleague: a manager to anybody, a supervisor within the
    team."""
    return speaker.sees_all or (speaker.role in LEADERS and speaker.team_id == to.team_id)


def something_passes(session: Session, speaker: Speaker, customer: CustomerFact, to: MemberFact) -> bool:
    """Whether the customer or an open deal in the speaker's scope is not the colleague's yet."""
    found = handover.owners(session, customer.id, access.deals(speaker))
    return customer.owner_id != to.id or any(owner != to.id for owner in found)


def deals_of(session: Session, speaker: Speaker, customer: CustomerFact) -> tuple[DealFact, ...]:
    """The customer's open deals in the speaker's scope."""
    return deals.open_of(session, access.deals(speaker), customer.id)


def deal_asked_for(session: Session, by: Actor, asked: RequestFact) -> DealFact | None:
    """The only deal that was asked for, of a customer that has several; None where the whole customer was."""
    found = deals.open_of(session, by.deals, asked.customer_id)
    said = deals_said(asked.said, found)
    return said[0] if len(said) == 1 < len(found) and not leading.whole_customer(asked.said) else None


def deal_handed_over(session: Session, by: Actor, policy: Policy, deal_id: int, to_id: int, now: datetime) -> Passed:
    """Hand only this deal over, and start its limit anew for the new owner; reminders and tickets stay."""
    done = handover.hand_over_deal(session, by, deal_id, to_id, now)
    stage_clock.watch(session, policy, deal_id, now)
    return Passed(done, 0)


def handed_over(session: Session, by: Actor, policy: Policy, customer_id: int, to_id: int, now: datetime) -> Passed:
    """Hand the customer over, start the limits of its deals anew for the new owner, and let the reminders follow."""
    done = handover.hand_over(session, by, customer_id, to_id, now)
    for deal in done.deals:
        stage_clock.watch(session, policy, deal.id, now)
    tickets.follow_customer(session, by, customer_id, done.former_id, to_id)
    moved = reminders_follow(session, by, policy, customer_id, done.former_id, to_id, now)
    return Passed(done, len(moved))
