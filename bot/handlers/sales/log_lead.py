"""Registering a new lead. 新线索:佛山恒泰瓷砖,王经理,预算大概30万

The rep's own customer gets another deal, if the rep confirms it; a colleague's customer becomes a claim that a leader
decides (see shared/lead_registration).
"""

from __future__ import annotations

from bot.access import SALES
from bot.conversation import Command, Flow, Intent
from bot.handlers.shared.lead_registration import register_lead
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.records import lead_lines
from sales.leads import Registered


async def log_lead(talk: Talk, opening: Opening) -> None:
    registered: list[Registered] = []
    for number, report in enumerate(opening.records, 1):
        lead = await register_lead(talk.part(f"lead{number}"), report)
        if lead is not None:
            registered.append(lead)
    if not registered:
        return
    lines = "\n\n".join(lead_lines(talk.policy, lead) for lead in registered)
    await talk.say(f"新线索记好了:\n{lines}", [undo_button(opening.run)], kind="receipt")


FLOW = Flow(
    "log_lead",
    version=1,
    starts=(Command("新线索"), Intent("log_lead")),
    roles=SALES,
    run=log_lead,
    title="记一条新线索",
)
