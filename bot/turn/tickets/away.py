"""Whoever serves a department is away for some days, or leaves: who has their tickets meanwhile (我明天请假 找戴德)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import access
from bot.access import ANY_MEMBER, SALES
from bot.turn.context import TurnContext
from bot.turn.runs import Runs
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import pass_button
from nlu import leading
from nlu import tickets as reading
from sales import tickets
from sales.teamwork import people
from sales.tickets import TicketFact

OWN, SHOWN = "我", 4


def went(context: TurnContext, runs: Runs, held: Sequence[TicketFact], text: str) -> bool:
    """Open what notes who stands in, where a colleague is named; who leaves has the head of the company told, who
    decides; else say what is in hand. Always True: the words are dealt with."""
    meant = context.readings.of(text)
    serving = tickets.people_of(context.session, ANY_MEMBER - SALES)
    named = [one for one in serving if one.member_id != context.speaker.id and reading.calls(text, one.member)]
    if leading.own_leaving(text):
        head = access.head(context.session, {context.speaker.member_id})
        to = people.get(context.session, head) if head is not None else None
        if to is not None:
            order = {"person": to.name, "next_action": text.strip()}
            told = replace(meant, intent="instruct", slots=order, spans={}, more=())
            runs.open(context.rules.table.by_intent["instruct"], text=text, meant=told)
            return True
    if len(named) == 1:
        slots = {"person": [OWN, named[0].member]}
        covered = replace(meant, intent="cover", slots=slots, spans={}, more=())
        runs.open(context.rules.table.by_intent["cover"], text=text, meant=covered)
        return True
    context.say(wording.away(held), [pass_button(one) for one in held[:SHOWN]])
    return True
