"""Which of a person's tickets words name: by the customer, the department, who has it, or the thing asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.access import ANY_MEMBER, LEADERS, SALES
from bot.turn.context import TurnContext
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import customers, slot_values, tickets
from sales.tickets import Served, TicketFact

RAISES = "raise_ticket"


def named(
    context: TurnContext, found: Iterable[TicketFact], text: str, meant: Understanding
) -> tuple[Sequence[TicketFact], bool]:
    """Those of the tickets that the words may be about, and whether the words name any by more than its customer."""
    about = of_customer(context, list(found), text, meant)
    called = [known.key for known in context.rules.policy.tickets.departments if known.name in text]
    said = {*departments(context, text), *called}
    theirs = [one for one in about if one.step.department in said or reading.calls(text, one.step.member)]
    pairs = reading.of_what(text)
    things = [one for one in about if any(pair in _thing(one) for pair in pairs)]
    best = [one for one in things if one in theirs] or theirs or things
    return (best, True) if best else ((), False) if said else (about, False)


def of_customer(
    context: TurnContext, found: Sequence[TicketFact], text: str, meant: Understanding
) -> Sequence[TicketFact]:
    """Those of the customer that the words name; all where they name none."""
    words, short = slot_values.words(meant.slots, "customer"), short_names(context, found)
    whose = [
        one
        for one in found
        if (one.id in short and short[one.id] in text) or any(word in (one.customer or "") for word in words)
    ]
    return whose if whose or words else found


def departments(context: TurnContext, text: str) -> tuple[str, ...]:
    """The departments that the words name."""
    return tuple(slot_values.words(context.readings.of(text, RAISES).slots, "department"))


def handed_to(context: TurnContext, text: str) -> tuple[str, ...]:
    """The departments of colleagues to whom the words give something (让老段看)."""
    people = tickets.people_of(context.session, ANY_MEMBER - SALES)
    return tuple(dict.fromkeys(one.department for one in people if reading.hands_to(text, one.member)))


def person_handed_to(context: TurnContext, text: str) -> Served | None:
    """The only colleague of another department, or leader, to whom the words give something (转给翁总定)."""
    people = tickets.people_of(context.session, (ANY_MEMBER - SALES) | LEADERS)
    found = [one for one in people if reading.hands_to(text, one.member) and one.member_id != context.speaker.id]
    return found[0] if len(found) == 1 else None


def short_names(context: TurnContext, found: Sequence[TicketFact]) -> dict[int, str]:
    """What the customers of tickets are called for short, by the tickets' numbers."""
    whose = {one.id: one.customer_id for one in found if one.customer_id is not None}
    names_of = customers.short_names(context.session, whose.values())
    return {key: names_of[customer_id] for key, customer_id in whose.items()}


def _thing(ticket: TicketFact) -> str:
    """What is asked for, in the words of who asked, without its customer."""
    return ticket.text.replace(ticket.customer or "\n", "")
