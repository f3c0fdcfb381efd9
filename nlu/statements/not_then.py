"""What is said not to be at a time: somebody who cannot be met then, something that is not wanted before."""

from __future__ import annotations

from nlu.reading import Reading
from nlu.rules import rules

_RULES = rules("steps")


def is_absence(reading: Reading, place: int) -> bool:
    """Whether the word at `place` says why somebody cannot be met on a day to come: 下周三不在, 周五开会,改周六."""
    coming = [(time, reading.text[time.start : time.end]) for time in reading.times if time.next_time]
    days = [time for time, words in coming if not _RULES["dayless"].match(words)]
    for number, time in enumerate(days):
        busy = _RULES["happens_then"].match(reading.text[time.end :])
        ahead = time.occurred_on is None or days[number + 1 :] or (busy and "要" in busy.group())
        if busy and ahead and time.end <= place < time.end + busy.end():
            return (time.next_time or "")[:10] > reading.now.date().isoformat()
    return False


def is_only_for_now(reading: Reading, place: int) -> bool:
    """Whether the word at `place` only refuses until a time: 年底之前不打算换."""
    behind = ((time, _RULES["nothing_then"].match(reading.text[time.end :])) for time in reading.times)
    return any(found and time.end <= place < time.end + found.end() for time, found in behind)
