"""What is said of who gets which of somebody's customers: how answers are read, and the plan that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation import Asked, NotAnAnswer
from bot.turn.references import labels
from bot.wording.admin import leaving as wording
from nlu import leading
from nlu.leading import Shared
from nlu.understanding import Span, Understanding
from sales import slot_values
from sales.teamwork import leaving
from sales.teamwork.leaving import Belongings, Held
from sales.teamwork.people import MemberFact

Plan = tuple[tuple[int, int], ...]
WHOM = "发我同事的名字就行,几位用「和」连起来。"
LONGEST = 60  # characters of an answer


def others(names: Sequence[str], member: MemberFact) -> tuple[str, ...]:
    """The names besides the member's own."""
    return tuple(name for name in names if name not in leading.forms_of(member.name))


def said_in(text: str, understanding: Understanding, theirs: Belongings, names: Sequence[str]) -> Shared | None:
    """What the words say of who gets what; None where that is nothing."""
    held = [one.customer for one in theirs.customers]
    return leading.shared(text, held, names, _known(understanding)) if held else None


def read_shared(
    theirs: Belongings,
    names: Sequence[str],
    team: Sequence[str],
    text: str,
    understanding: Understanding,
    asked: Asked,
) -> Shared | NotAnAnswer:
    """The choice or the people that the words name, for all or for single customers; evenly, the team."""
    if leading.evenly(text) and len(text) <= LONGEST:
        return Shared(rest=tuple(team))
    return _read(theirs, names, text, understanding) or NotAnAnswer(WHOM)


def read_agreed(
    theirs: Belongings, names: Sequence[str], text: str, understanding: Understanding, asked: Asked
) -> Shared | bool | str | NotAnAnswer:
    """Yes, no, that something is to be changed, or what."""
    answer = leading.confirms(text)
    if answer is not None:
        return answer
    if wording.CHANGE in text or text.strip(" 。.,!") in ("改", "改一下", "换一下", "要改"):
        return wording.CHANGE
    return _read(theirs, names, text, understanding) or NotAnAnswer()


def read_change(
    theirs: Belongings, names: Sequence[str], text: str, understanding: Understanding, asked: Asked
) -> Shared | NotAnAnswer:
    """Which customer goes to whom, said at once."""
    return _read(theirs, names, text, understanding) or NotAnAnswer()


def read_which(
    theirs: Belongings, names: Sequence[str], text: str, understanding: Understanding, asked: Asked
) -> Shared | str | NotAnAnswer:
    """Which customer, or which goes to whom."""
    said = read_change(theirs, names, text, understanding, asked)
    answer: Shared | str | NotAnAnswer = said
    if isinstance(said, NotAnAnswer):
        answer = labels.chosen(asked.choices, text, understanding.intent)
    return answer


def read_successor(
    found: Sequence[MemberFact], text: str, understanding: Understanding, asked: Asked
) -> MemberFact | NotAnAnswer | None:
    """Who of these is named; None for nobody."""
    named = [one for one in found if any(form in text for form in leading.forms_of(one.name))]
    if len(named) == 1 and len(text) <= LONGEST and "asks" not in understanding.factuality:
        return named[0]
    return None if leading.leaves_empty(text) else NotAnAnswer("发我组里同事的名字就行。")


def names_in(said: Shared) -> tuple[str, ...]:
    """Who is named, each once."""
    return tuple(dict.fromkeys([*(name for _, name in said.parts), *said.rest]))


def planned(held: Sequence[Held], said: Shared, takers: Mapping[str, int]) -> dict[int, int]:
    """Who gets which of the customers `held`: those named as said, what is left to `rest` evenly."""
    ids = {one.customer: one.customer_id for one in held}
    plan = {ids[customer]: takers[name] for customer, name in said.parts if customer in ids}
    if said.rest:
        left = [one for one in held if one.customer_id not in plan]
        plan |= dict(leaving.evenly(left, [takers[name] for name in said.rest]))
    return plan


def in_order(theirs: Belongings, plan: Mapping[int, int]) -> Plan:
    """The plan in the order of the customers."""
    return tuple((one.customer_id, plan[one.customer_id]) for one in theirs.customers)


def _read(theirs: Belongings, names: Sequence[str], text: str, understanding: Understanding) -> Shared | None:
    if len(text) > LONGEST or "asks" in understanding.factuality:
        return None
    named = [name for act in (understanding, *understanding.more) for name in slot_values.words(act.slots, "person")]
    held = [one.customer for one in theirs.customers]
    called = list(dict.fromkeys([*names, *named]))
    said = leading.shared(text, held, called, _known(understanding))
    if said is None or said.parts or leading.gives_all(text, called):
        return said
    return None


def _known(understanding: Understanding) -> dict[Span, str]:
    """Where customers and colleagues were found, by the names they have in the company."""
    found: dict[Span, str] = {}
    for act in (understanding, *understanding.more):
        for slot in ("customer", "person"):
            places, names = act.spans_of(slot), slot_values.words(act.slots, slot)
            found |= dict(zip(places, names, strict=True)) if len(places) == len(names) else {}
    return found
