"""Words that were not understood: the nearest of the questions that can be asked here are offered as buttons."""

from __future__ import annotations

from collections.abc import Callable

from bot.access import SALES
from bot.conversation.messages import Choice, SaidWords
from bot.turn import router
from bot.turn.context import TurnContext
from bot.turn.speaker.ahead import REFUSES
from bot.wording import turn as wording
from knowledge import nearby
from nlu import replies
from nlu.understanding import Understanding

NEAR, NEAR_WHERE_REFUSED = 0.5, 0.7  # cosine; docs/benchmarks.md, "Nearest questions"
MOST = 3
SHORTEST, LONGEST = 3, 40  # characters of what may be such a question
Meaning = Callable[[TurnContext, str], Understanding]  # what words mean, said by this person


def offered(context: TurnContext, route: router.Route, text: str, meant: Understanding, meaning: Meaning) -> bool:
    """Whether there are questions so near that they were offered."""
    refused = isinstance(route, router.Open) and route.flow.name == REFUSES
    if not (refused or isinstance(route, router.Unclear)) or not SHORTEST <= len(text.strip()) <= LONGEST:
        return False
    if context.speaker.role not in SALES or replies.small_talk(text):
        return False
    if "customer" in meant.slots and "asks" not in meant.factuality:  # may be a report
        return False
    choices = _choices(context, text, meant, meaning, NEAR_WHERE_REFUSED if refused else NEAR)
    if not choices:
        return False
    if isinstance(route, router.Unclear):
        shown = {choice.opens.flow for choice in choices if choice.opens is not None}
        others = [flow for flow in route.readings if flow.name not in shown]
        choices += [Choice(flow.title, opens=SaidWords(flow.name, text)) for flow in others]
    context.say(wording.nearest(text), choices)
    return True


def _choices(context: TurnContext, text: str, meant: Understanding, meaning: Meaning, near: float) -> list[Choice]:
    """A button for each of the nearest questions that this person may ask."""
    spans = meant.spans_of("customer")
    start, end = spans[0] if spans else (0, 0)
    asked = text[:start] + nearby.CUSTOMER + text[end:] if spans else text
    table, found = context.rules.table, []
    for question in nearby.shipped().nearest(asked, near):
        said = question.replace(nearby.CUSTOMER, text[start:end])
        opened = router.opening_command(said, table) or router.opening(meaning(context, said), table)
        if isinstance(opened, router.Open) and opened.flow.admits(context.speaker.roles):
            found.append(Choice(said, opens=SaidWords(opened.flow.name, said)))
    return found[:MOST]
