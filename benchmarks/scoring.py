"""How well answers of `parse` agree with the gold beside the text: the rules are those of the NLU contract.

Gold and answers are objects of the `parse` contract: intent, slots, and `more` for further records of the message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import LCSseq

from nlu.schema import REFUSAL, SlotType, schema

Record = Mapping[str, Any]

SHARED_AT_LEAST = 0.6  # of the gold's characters, in order
LONGER_AT_MOST = 2.5  # times what is shared; both for the speaker's own words, which need not be equal
SURE = 0.8


@dataclass
class Counts:
    """Right, superfluous and missed of one kind of thing; a wrong value is both superfluous and missed."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        return _share(self.right, self.given)

    @property
    def recall(self) -> float:
        return _share(self.right, self.wanted)

    @property
    def f1(self) -> float:
        return _share(2 * self.right, self.given + self.wanted)


@dataclass
class Figures:
    """What came out. All shares lie between 0 and 1; a share of nothing is 1."""

    messages: int = 0
    intents: dict[str, Counts] = field(default_factory=dict)
    slots: dict[str, Counts] = field(default_factory=dict)
    sure: Counter[tuple[bool, bool]] = field(default_factory=Counter)  # (right, sure) → messages
    later: Counts = field(default_factory=Counts)  # the intents of further records and acts
    unreported: int = 0  # messages that must write nothing
    writes: int = 0  # of those, answers that would write
    sure_writes: int = 0  # of those, with confidence SURE or more
    whole: int = 0  # messages with every act, its intent and its slots right, and nothing besides

    @property
    def intent_accuracy(self) -> float:
        return _share(sum(counts.right for counts in self.intents.values()), self.messages)

    @property
    def whole_messages(self) -> float:
        """The share of messages of which everything was understood."""
        return _share(self.whole, self.messages)

    @property
    def macro_f1(self) -> float:
        """The mean over all intents that gold or answers name."""
        return _share(sum(counts.f1 for counts in self.intents.values()), len(self.intents))

    @property
    def slot_totals(self) -> Counts:
        counts = self.slots.values()
        return Counts(sum(c.right for c in counts), sum(c.given for c in counts), sum(c.wanted for c in counts))

    @property
    def slot_f1(self) -> float:
        """Micro-F1 over all slots."""
        return self.slot_totals.f1

    @property
    def refusal_recall(self) -> float:
        """The share of what is out of scope that was refused."""
        return self.intents.get(REFUSAL, Counts()).recall

    @property
    def wrongly_refused(self) -> float:
        """The share of real requests that were refused."""
        refusals = self.intents.get(REFUSAL, Counts())
        requests = self.messages - refusals.wanted
        return (refusals.given - refusals.right) / requests if requests else 0.0

    @property
    def right_and_sure(self) -> float:
        """The share of right intents with confidence SURE or more."""
        return _share(self.sure[True, True], self.sure[True, True] + self.sure[True, False])

    @property
    def wrong_and_unsure(self) -> float:
        """The share of wrong intents with confidence below SURE."""
        return _share(self.sure[False, False], self.sure[False, True] + self.sure[False, False])


def score(gold: Iterable[Record], answers: Iterable[Record]) -> Figures:
    """Figures of the answers to the messages of `gold`, in the same order. Raises ValueError if one is longer."""
    figures = Figures()
    for wanted, given in zip(gold, answers, strict=True):
        figures.messages += 1
        right = wanted["intent"] == given["intent"]
        _count(figures.intents, wanted["intent"], given["intent"], right)
        figures.sure[right, given["confidence"] >= SURE] += 1
        if not _writes(wanted):
            figures.unreported += 1
            figures.writes += _writes(given)
            figures.sure_writes += _writes(given) and given["confidence"] >= SURE
        _count_later(figures.later, wanted.get("more", ()), given.get("more", ()))
        slots_right = True
        for wanted_slots, given_slots in _records(wanted, given):
            for name in {*wanted_slots, *given_slots}:
                agree = agrees(name, wanted_slots.get(name), given_slots.get(name))
                slots_right &= agree
                counts = figures.slots.setdefault(name, Counts())
                counts.wanted += name in wanted_slots
                counts.given += name in given_slots
                counts.right += agree
        figures.whole += slots_right and _intents(wanted) == _intents(given)
    return figures


def agrees(name: str, wanted: Any, given: Any) -> bool:
    """Whether a slot's value counts as right. None is no value and agrees with nothing."""
    if wanted is None or given is None:
        return False
    if name not in schema().slots_of(SlotType.WORDS):
        return bool(wanted == given)
    shared = LCSseq.similarity(str(wanted), str(given))
    return shared >= SHARED_AT_LEAST * len(str(wanted)) and len(str(given)) <= LONGER_AT_MOST * shared


def _count(counts: dict[str, Counts], wanted: str, given: str, right: bool) -> None:
    counts.setdefault(wanted, Counts()).wanted += 1
    counts.setdefault(given, Counts()).given += 1
    counts[wanted].right += right


def _count_later(counts: Counts, wanted: Sequence[Record], given: Sequence[Record]) -> None:
    counts.wanted += len(wanted)
    counts.given += len(given)
    counts.right += sum(left.get("intent") == right.get("intent") for left, right in zip(wanted, given, strict=False))


def _writes(record: Record) -> bool:
    """Whether any act of the message writes, or has something done."""
    return any(schema().intents[intent].needs is not None for intent in _intents(record) if intent is not None)


def _intents(record: Record) -> list[str | None]:
    """The intents of all acts of a message. A record in `more` may leave its own out where it is the first's."""
    return [record["intent"], *(act.get("intent", record["intent"]) for act in record.get("more", ()))]


def _records(wanted: Record, given: Record) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The slots of both sides, record by record; a record that one side lacks has none there."""
    sides: list[Sequence[Record]] = [[record, *record.get("more", ())] for record in (wanted, given)]
    for place in range(max(map(len, sides))):
        left, right = (side[place]["slots"] if place < len(side) else {} for side in sides)
        yield left, right


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
