"""How a customer stands: its open deals with their limits, its contacts, the last follow-ups. 宏远现在什么情况

A customer outside the speaker's scope is answered as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.chain.shown_and_told import ask_button, show_chain
from bot.handlers.shared.closed_deals import reopen_buttons
from bot.handlers.shared.customer_answers import read_customer
from bot.handlers.shared.pointing_back import in_context
from bot.turn.opening import Opening, Talk
from bot.wording import facts
from bot.wording.buttons import log_button
from bot.wording.deals import calls
from bot.wording.deals.chain import NOBODY
from bot.wording.offers import NameDecider, ShowChain, ShowCustomer
from bot.wording.records import followup_summary
from bot.wording.stages import closed_state
from bot.wording.tasks import put_off_line
from config.policy import Policy
from nlu import questions
from nlu.statements.buying_roles import DECIDES
from sales import call_recordings, customers, deals, decision_chain, limits, slot_values
from sales.customers import CustomerFact, CustomerInfo

SHOWN = 6


async def customer_info(talk: Talk, opening: Opening) -> None:
    customer = await customer_asked_about(talk, opening)
    if customer is None:
        return
    info = await talk.query(
        "info",
        customers.info,
        talk.speaker,
        customer.id,
        talk.policy,
        opening.at,
    )
    if info is None:
        return None
    asked = None if opening.params else questions.fact_of_customer(opening.understanding)
    if asked == "chain":
        return await show_chain(talk, opening, info.id)
    if asked is not None:
        told = facts.told(talk.policy, asked, info, opening.understanding, opening.at)
        if asked == "limit":
            later = await talk.query("put_off", put_off_lines, talk.speaker, talk.policy, info, opening.at)
            told = "\n".join([told, *later])
        buttons = [log_button(deal=info.deals[0].deal.id)] if asked in facts.TO_LOG and len(info.deals) == 1 else []
        return await talk.say(told, [*buttons, Choice("全部情况", opens=ShowCustomer(info.id))])
    button = [log_button(deal=info.deals[0].deal.id)] if len(info.deals) == 1 else []
    button += chain_buttons(talk.policy, info)
    if await talk.query("calls", call_recordings.of_customer, access.customers(talk.speaker), info.id):
        button.append(calls.calls_button(info.id))
    closed = info.closed[:1] if not info.deals else ()
    reopening = [button for deal in closed if deal.is_lost for button in reopen_buttons(talk.policy, deal)]
    return await talk.say(describe(talk.policy, info, opening.at), [*button, *reopening])


def put_off_lines(
    session: Session, speaker: Speaker, policy: Policy, info: CustomerInfo, now: datetime
) -> tuple[str, ...]:
    """A line for each deal of the customer that nobody is reminded of until later."""
    found = limits.put_off(session, access.deals(speaker), now, info.id)
    return tuple(f"{put_off_line(policy, known, now, named=len(info.deals) > 1)}。" for known in found)


async def customer_asked_about(talk: Talk, opening: Opening) -> CustomerFact | None:
    """The customer asked about; None if none is in scope, which the person has been told."""
    scope = access.customers(talk.speaker)
    offer = ShowCustomer.of(opening.params)
    if offer.customer is not None:
        given: CustomerFact | None = await talk.query("given", customers.get, scope, offer.customer)
        if given is None:
            await talk.say("这家客户现在不归你看了,可能转给同事了。")
        return given
    asks_a_fact = questions.fact_of_customer(opening.understanding) is not None
    slots = (await in_context(talk, opening, opening.understanding, at_all=asks_a_fact)).slots
    words, contact = slot_values.word(slots, "customer"), slot_values.word(slots, "contact")
    product = slot_values.word(slots, "product") if asks_a_fact else None
    if product and not words and not contact:
        buyers = await talk.query("buyers", deals.buyers_of, access.deals(talk.speaker), product)
        words = buyers[0] if len(buyers) == 1 else None
    if not words and not contact:
        words = await talk.ask("name", "想看哪家客户?发我名字就行。", parse=read_customer)
    if words:
        found = await talk.query("customers", customers.find, scope, words)
    else:
        found = await talk.query("customers", customers.by_contact, scope, contact)
    if not found:
        await talk.say(f"你能看的客户里没有「{words or contact}」。")
        return None
    if found[0].near:
        await suggested(talk, words or "", found)
        return None
    if len(found) == 1:
        return found[0]
    labels = [Choice(customer.name, customer) for customer in found[:SHOWN]]
    picked: CustomerFact = await talk.ask("which", f"「{words or contact}」对得上 {len(found)} 家,看哪一家?", labels)
    return picked


async def suggested(talk: Talk, words: str, found: Sequence[CustomerFact]) -> None:
    """Offer the customers whose names are like `words`, without waiting for an answer."""
    meant = f"是不是{found[0].name}?" if len(found) == 1 else "是不是下面哪一家?"
    buttons = [Choice(customer.name, opens=ShowCustomer(customer.id)) for customer in found]
    await talk.say(f"你能看的客户里没有「{words}」,{meant}", buttons)


def chain_buttons(policy: Policy, info: CustomerInfo) -> list[Choice]:
    """The decision chain, where anything is known of it; who decides, where that should be known and is not."""
    roles = {contact.role for contact in info.contacts}
    if DECIDES not in roles and any(decision_chain.is_wanted(policy, state.deal.stage) for state in info.deals):
        return [ask_button(info.id)]
    return [Choice("决策链", opens=ShowChain(info.id))] if roles - {None} else []


def describe(policy: Policy, info: CustomerInfo, now: datetime) -> str:
    """A customer as one message: industry, region, owner, contacts, open deals and the last follow-ups."""
    about = "·".join(
        part for part in (info.industry, info.region, info.owner_name and f"{info.owner_name}在跟") if part
    )
    people = "、".join(
        f"{contact.name}{f'({contact.role})' if contact.role else ''}{f' {contact.phone}' if contact.phone else ''}"
        for contact in info.contacts[:SHOWN]
    )
    lines = [info.name, *([about] if about else []), *([f"联系人:{people}"] if people else [])]
    lines += [f"备注:{info.note}"] if info.note else []
    lines += [facts.deal_line(policy, state, now) for state in info.deals] or ["没有在跟的单子"]
    lines += [f"·{closed.deal.product_line or '商机'}:{closed_state(policy, closed, now)}" for closed in info.closed]
    lines += [followup_summary(policy, follow_up, now) for follow_up in info.followups] or ["还没有跟进记录"]
    if any(isinstance(button.opens, NameDecider) for button in chain_buttons(policy, info)):
        lines.append(NOBODY + "。")
    return "\n".join(lines)


FLOW = Flow(
    "customer_info",
    version=1,
    starts=(Intent("customer_info"),),
    roles=SALES,
    run=customer_info,
    title="看客户情况",
    only_answers=True,
    offer=ShowCustomer,
)
