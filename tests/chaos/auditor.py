"""Compares what people sent and received with what the database holds. It shares no code with the bot.

Held to be wrong: a message that the bot confirmed and did not handle (lost), unless it came from a stranger of whom no
more was taken in and who was told so; an effect that is there twice (doubled) or
not (lost); a message that somebody got twice without the mark （可能重复） (repeated); answers or effects in another
order than they were asked for (disordered); a message that was neither shown nor offered (withheld); a person who
still waited when there had been no fault for 20 s (late); a message that nothing was answered to (unanswered).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from chaos.history import Confirmed, Fault, History, Seen, Sent
from chaos.ledger import Ledger, Message

BOT = "700"
MARK = "（可能重复）"
PATIENCE_SECONDS = 20.0
REPEATED_AFTER_SECONDS = 120.0
TOO_LATE = "已经过了"  # what the answer to a reminder says whose time has passed meanwhile
TOO_FAST = "你发得太快了"  # what a stranger hears of whom no more is taken in for now
STRANGERS_MOST, SAID_AGAIN_SECONDS = 20, 600.0
ANSWERS = ("reply", "receipt")
Item, Key = TypeVar("Item"), TypeVar("Key", bound=Hashable)
EFFECTS = {"report": "followup", "answer": "followup", "reminder": "reminder"}


@dataclass(frozen=True)
class Violation:
    kind: str
    detail: str


@dataclass(frozen=True)
class Wait:
    """How long somebody waited for `what`, in seconds: `whole`, and the longest `calm` in it, without any fault. For a
    repeat calm counts from when it is due."""

    what: str
    whole: float
    calm: float


@dataclass(frozen=True)
class Verdict:
    violations: tuple[Violation, ...]
    waits: tuple[Wait, ...]


class Auditor:
    """One history against one ledger."""

    def __init__(self, history: History, ledger: Ledger) -> None:
        self._began = history.began
        self._ledger = ledger
        self._sent = [event for event in history.of(Sent) if isinstance(event, Sent)]
        self._seen = [event for event in history.of(Seen) if isinstance(event, Seen)]
        self._faults = merged(event for event in history.of(Fault) if isinstance(event, Fault))
        self._confirmed = max((event.offset for event in history.events if isinstance(event, Confirmed)), default=0)
        self._end = max((event.at for event in self._seen), default=0.0)
        self._row_of = {row.event: row for row in ledger.received}
        self._by_id = {(message.chat, message.message): message for message in self._seen}
        self._by_text: dict[tuple[int, str], list[Seen]] = defaultdict(list)
        for message in self._seen:
            self._by_text[message.chat, bare(message.text)].append(message)

    def audit(self) -> Verdict:
        waits = list(self._waits())
        violations = [
            *self._lost(),
            *self._effects(),
            *self._repeated(),
            *self._withheld(),
            *self._disordered(),
            *(
                Violation("late", f"{wait.what}: not within {wait.calm:.1f} s without a fault")
                for wait in waits
                if wait.calm > PATIENCE_SECONDS
            ),
            *self._unanswered(),
        ]
        return Verdict(tuple(violations), tuple(waits))

    # ---- nothing lost, nothing doubled

    def _lost(self) -> Iterator[Violation]:
        for sent in self._sent:
            row = self._row_of.get(f"{BOT}:{sent.update}")
            if sent.update >= self._confirmed:
                yield Violation("lost", f"{named(sent)} was never taken in")
            elif row is None and not self._declined(sent):
                yield Violation("lost", f"{named(sent)} was confirmed, and is not there")
            elif row is not None and row.set_aside:
                yield Violation("set aside", named(sent))
            elif row is not None and not row.handled:
                yield Violation("lost", f"{named(sent)} was not handled")
        for event, count in Counter(row.event for row in self._ledger.received).items():
            if count > 1:
                yield Violation("doubled", f"{event} was received {count} times")

    def _declined(self, sent: Sent) -> bool:
        """Whether it was not taken in because as many of that person's messages waited as a stranger may leave, and the
        person was told so: once in ten minutes."""
        earlier = [other for other in self._sent if other.chat == sent.chat and other.update < sent.update]
        answered = sum(seen.chat == sent.chat and seen.at <= sent.at for seen in self._seen)
        told = (seen for seen in self._seen if seen.chat == sent.chat and seen.text.startswith(TOO_FAST))
        return len(earlier) - answered >= STRANGERS_MOST and any(
            abs(seen.at - sent.at) <= SAID_AGAIN_SECONDS for seen in told
        )

    def _effects(self) -> Iterator[Violation]:
        texts = {
            "followup": [row.said for row in self._ledger.followups],
            "reminder": [row.text for row in self._ledger.reminders],
        }
        for sent in self._sent:
            effect = EFFECTS.get(sent.kind)
            if effect is None:
                continue
            times = sum(sent.token in text for text in texts[effect])
            if times != 1 and not (times == 0 and self._came_too_late(sent)):
                yield Violation("doubled" if times else "lost", f"{named(sent)}: {times} times a {effect}")
        for token in {sent.token for sent in self._sent if sent.kind == "reminder"}:
            nudges = sum(message.kind == "nudge" and token in message.text for message in self._ledger.messages)
            if nudges > 1:
                yield Violation("doubled", f"{token}: {nudges} times a nudge")

    def _came_too_late(self, sent: Sent) -> bool:
        """Whether it was handled only after the time that it names, as the answer says."""
        return any(TOO_LATE in answer.text for whose, answers in self._answers() if whose is sent for answer in answers)

    # ---- what people saw

    def _repeated(self) -> Iterator[Violation]:
        meant = Counter((message.chat, bare(message.text)) for message in self._ledger.messages)
        marked = Counter(
            (message.chat, bare(message.text)) for message in self._ledger.messages if message.text.startswith(MARK)
        )
        for (chat, text), shown in self._by_text.items():
            unmarked = sum(not message.text.startswith(MARK) for message in shown)
            if unmarked > meant[chat, text]:
                yield Violation("repeated", f"{chat} {unmarked} times instead of {meant[chat, text]}: {text[:80]!r}")
            if len(shown) - unmarked > marked[chat, text]:
                yield Violation("repeated", f"{chat} marked more often than the database knows: {text[:80]!r}")

    def _withheld(self) -> Iterator[Violation]:
        for message in self._ledger.messages:
            if message.status == "cancelled":
                continue
            if message.status not in ("sent", "offered"):
                yield Violation("withheld", f"{message.chat} {message.status}: {message.text[:80]!r}")
            elif next(self._showings(message, 0.0), None) is None:
                yield Violation("withheld", f"{message.chat} {message.status}, never seen: {message.text[:80]!r}")
        for reminder in self._ledger.reminders:
            due = reminder.named - self._began
            told = any(reminder.text in message.text for message in self._ledger.messages if message.kind == "nudge")
            if not told and due + PATIENCE_SECONDS < self._end:
                yield Violation("withheld", f"the reminder {reminder.text!r} was due {self._end - due:.0f} s ago")

    def _disordered(self) -> Iterator[Violation]:
        update_of = {row.id: int(row.event.partition(":")[2]) for row in self._ledger.received}
        for whose, rows in grouped(self._ledger.received, lambda row: row.by).items():
            yield from rising([update_of[row.id] for row in rows], f"messages of conversation {whose} taken in")
        order_of = {sent.token: sent.update for sent in self._sent if sent.kind == "report"}
        for author, rows in grouped(self._ledger.followups, lambda row: row.author).items():
            updates = [order_of[token] for row in rows for token in order_of.keys() & tokens(row.said)]
            yield from rising(updates, f"follow-ups of member {author}")
        update_by = {f"inbox:{row}": update for row, update in update_of.items()}
        answered = {
            message.id: update_by[message.cause]
            for message in self._ledger.messages
            if message.cause in update_by and message.kind in ANSWERS and not message.text.startswith(MARK)
        }
        shown = [
            (self._by_id[message.chat, message.shown_as], answered[message.id])
            for message in self._ledger.messages
            if message.id in answered and (message.chat, message.shown_as) in self._by_id
        ]
        for chat, pairs in grouped(shown, lambda pair: pair[0].chat).items():
            in_time = sorted(pairs, key=lambda pair: pair[0].message)
            yield from rising([update for _, update in in_time], f"answers in chat {chat}")

    # ---- how long it took

    def _waits(self) -> Iterator[Wait]:
        """Everything that somebody waited for, but what nobody knows to have arrived and is offered instead: that is
        with what is said next."""
        for sent, answers in self._answers():
            yield from self._waited(named(sent), sent.at, answers)
        for sent in self._sent:
            for reminder in self._ledger.reminders if sent.kind == "reminder" else ():
                if sent.token in reminder.text:
                    due = max(sent.at, reminder.named - self._began)  # it was set by a clock that was wrong
                    told = [row for row in self._ledger.messages if row.kind == "nudge" and reminder.text in row.text]
                    yield from self._waited(f"due {named(sent)}", due, told)

    def _waited(self, what: str, begin: float, rows: Sequence[Message]) -> Iterator[Wait]:
        """The wait from `begin` for the first of the rows that was seen."""
        showings = [(seen.at, row) for row in rows for seen in self._showings(row, begin)]
        at, row = min(showings, key=lambda showing: showing[0], default=(begin, None))
        if row is None or row.status == "offered":
            return
        since = self._fault_over(begin) + REPEATED_AFTER_SECONDS if row.text.startswith(MARK) else begin
        yield Wait(what, at - begin, self._calm(since, at))

    def _unanswered(self) -> Iterator[Violation]:
        for sent, answers in self._answers():
            if not answers:
                yield Violation("unanswered", named(sent))

    def _answers(self) -> Iterator[tuple[Sent, list[Message]]]:
        """Every message that was handled, and what answers it in its chat."""
        by_cause = grouped(self._ledger.messages, lambda message: (message.chat, message.cause))
        for sent in self._sent:
            row = self._row_of.get(f"{BOT}:{sent.update}")
            if row is not None and row.handled:
                yield sent, by_cause.get((sent.chat, f"inbox:{row.id}"), [])

    def _showings(self, message: Message, since: float) -> Iterator[Seen]:
        """Where a message was seen: by itself, with the mark, or offered within another."""
        text = bare(message.text)
        if message.shown_as is not None and (message.chat, message.shown_as) in self._by_id:
            yield self._by_id[message.chat, message.shown_as]
        yield from (seen for seen in self._by_text[message.chat, text] if seen.at >= since)
        if message.status == "offered":
            yield from (
                seen for seen in self._seen if seen.chat == message.chat and seen.at >= since and text in seen.text
            )

    def _fault_over(self, at: float) -> float:
        """When the fault that there was at that moment was over: the first attempt may have been as late as that."""
        return next((until for since, until in self._faults if since <= at <= until), at)

    def _calm(self, begin: float, end: float) -> float:
        """The longest stretch from `begin` to `end` in which there was no fault."""
        during = [span for span in self._faults if span[1] > begin and span[0] < end]
        edges = [begin, *(edge for span in during for edge in span), end]
        return max(0.0, *(after - before for before, after in zip(edges[::2], edges[1::2], strict=True)))


def bare(text: str) -> str:
    return text.removeprefix(MARK)


def tokens(text: str) -> set[str]:
    """Every word of a text that a token could be."""
    return {word[:8] for word in text.split("单号")[1:]}


def named(sent: Sent) -> str:
    return f"{sent.kind} {sent.update} of {sent.chat} at {sent.at:.1f} s {sent.token}".rstrip()


def merged(faults: Iterable[Fault]) -> list[tuple[float, float]]:
    """The spans in which at least one fault lasted, in order."""
    spans: list[tuple[float, float]] = []
    for fault in sorted(faults, key=lambda fault: fault.begin):
        if spans and fault.begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], fault.end))
        else:
            spans.append((fault.begin, fault.end))
    return spans


def rising(numbers: Sequence[int], what: str) -> Iterator[Violation]:
    for before, after in pairwise(numbers):
        if after < before:
            yield Violation("disordered", f"{what}: {after} after {before}")


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> Mapping[Key, list[Item]]:
    """Items by key, each group in the order of the items."""
    groups: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
