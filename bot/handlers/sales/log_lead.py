"""Registering a new lead. 新线索:佛山恒泰瓷砖,王经理,预算大概30万

The rep's own customer gets another deal, if the rep confirms it; a colleague's customer becomes a claim that a leader
decides (see shared/lead_registration). What is told of a lead right after it (联系人叫朴场长,预算60万) is added
to it. A leader's lead goes to whoever's turn it is, where policy says so, or is offered to their people by one tap.
"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Command, Flow, Intent
from bot.handlers.shared.lead_registration import register_lead
from bot.handlers.shared.leading.assigning import given_in_turn, takers_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.buttons import undo_button
from bot.wording.records import lead_lines
from nlu.understanding import Understanding
from sales import leads
from sales.leads import LeadDraft, Registered


async def log_lead(talk: Talk, opening: Opening) -> None:
    registered: list[Registered] = []
    for number, report in enumerate(opening.records, 1):
        part = talk.part(f"lead{number}")
        if await completed(part, opening, report):
            continue
        lead = await register_lead(part, report)
        if lead is not None:
            registered.append(lead)
    if not registered:
        return
    given = await given_in_turn(talk, opening, registered)
    takers = await takers_of(talk, opening, registered) if not given else []
    lines = "\n\n".join(lead_lines(talk.policy, lead) for lead in registered)
    text = "\n".join([f"新线索记好了:\n{lines}", *given])
    await talk.say(text, [*takers, undo_button(opening.run)], kind="receipt")


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
