"""Registering a new lead. 新线索:佛山恒泰瓷砖,王经理,预算大概30万

The rep's own customer gets another deal, if the rep confirms it; a colleague's customer becomes a claim that a leader
decides (see shared/lead_registration). What is told of a lead right after it (联系人叫朴场长,预算60万) is added
to it. A lead goes to the colleague whom the words name, a leader's to whoever's turn it is, where they or policy say
so; else it is offered to their people by one tap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import access
from bot.access import SALES
from bot.conversation import Command, Flow, Intent
from bot.handlers.shared.lead_registration import register_lead
from bot.handlers.shared.leading.assigning import given_in_turn, takers_of
from bot.handlers.shared.leading.colleagues import colleague_meant, why_not_a_seller
from bot.handlers.shared.leading.passing_on import pass_one_on
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.buttons import undo_button
from bot.wording.deals import lead_lists as wording
from bot.wording.records import lead_lines
from nlu.leaders import COLLEAGUE
from nlu.leads import how_shared, opens_deal, to_colleague
from nlu.understanding import Understanding
from sales import customers, leads, slot_values
from sales.leads import LeadDraft, Registered


async def log_lead(talk: Talk, opening: Opening) -> None:
    registered: list[Registered] = []
    for number, report in enumerate(opening.records, 1):
        part = talk.part(f"lead{number}")
        another = opens_deal(opening.text)
        report = await of_topic(part, opening, report) if another else report
        if not another and await completed(part, opening, report):
            continue
        lead = await register_lead(part, report, another=another)
        if lead is not None:
            registered.append(lead)
    if not registered:
        return
    named = slot_values.word(opening.understanding.slots, "person")
    to = named if named is not None and to_colleague(opening.text.replace(named, COLLEAGUE)) else None
    said = how_shared(opening.text)
    entered = [lead.deal for lead in registered]
    given = await given_in_turn(talk, opening, entered, said) if to is None else ()
    takers = await takers_of(talk, opening, registered) if to is None and not given else []
    lines = "\n\n".join(lead_lines(talk.policy, lead) for lead in registered)
    nobody = [wording.NO_REGION] if said == "by_region" and takers and not given else []
    text = "\n".join([f"新线索记好了:\n{lines}", *given, *nobody])
    await talk.say(text, [*takers, undo_button(opening.run)], kind="receipt")
    if to is not None:
        await pass_leads_on(talk, opening, registered, to)


async def pass_leads_on(talk: Talk, opening: Opening, registered: Sequence[Registered], name: str) -> None:
    """Hand what was just entered to the colleague whom the words name."""
    to = await colleague_meant(talk, name, "交给谁?发我同事的名字就行。")
    refusal = why_not_a_seller(talk.policy, to) if to is not None else None
    if to is None or refusal is not None:
        return await talk.say(refusal) if refusal is not None else None
    for lead in registered:
        part = talk.part(f"to{lead.customer_id}")
        customer = await part.query("customer", customers.get, access.customers(talk.speaker), lead.customer_id)
        if customer is not None:
            await pass_one_on(part, opening, customer, to, said=opening.text.strip())


async def of_topic(talk: Talk, opening: Opening, report: Understanding) -> Understanding:
    """Another deal of whoever is under discussion, where nobody is named (再开一单,加药装置,12万)."""
    if "customer" in report.slots:
        return report
    about = await talk.query("about", topic.under_discussion, opening.run, opening.at)
    return report if about is None else replace(report, slots={**report.slots, "customer": about.customer})


async def completed(talk: Talk, opening: Opening, report: Understanding) -> bool:
    """Add what is told without a name (联系人叫朴场长) to the lead that was just entered; False where none was."""
    draft = LeadDraft.of(report)
    lead = await talk.query("lately", topic.lead_before, opening.run, opening.at) if draft.completes else None
    if lead is None:
        return False
    known = await talk.execute("complete", leads.complete, lead, draft)
    if isinstance(known, Stale):
        await talk.say(known.text)
    else:
        lines = lead_lines(talk.policy, known)
        await talk.say(f"补进刚才那条线索:\n{lines}", [undo_button(opening.run)], kind="receipt")
    return True


FLOW = Flow(
    "log_lead",
    version=1,
    starts=(Command("新线索"), Intent("log_lead")),
    roles=SALES,
    run=log_lead,
    title="记一条新线索",
)
