"""The words of a message that say something about time: days, periods, parts of the day, clock times, lengths.

What may begin at a character is one regular expression, compiled once; most characters begin nothing and cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nlu.time import clocks, days, durations, holidays, periods
from nlu.time.clocks import Clock, Part
from nlu.time.date_ranges import Stretch, one_day
from nlu.time.days import NEAR, NUMBERS, YEARS, Words
from nlu.time.durations import Length

# in the order in which they are tried
WORDS: tuple[Words, ...] = (
    *days.OUTRIGHT,
    *periods.EDGES,
    *holidays.NAMED,
    *days.OTHERS,
    *durations.LENGTHS,
    *periods.WHOLES,
    *holidays.UNNAMED,
    *clocks.WORDS,
)
# a cheap look ahead: a number goes with time only before one of these units, 上 and 下 only near one of theirs
UNITS = r"[月号日年点时:/\-~到至季天周秒分刻小钟星礼h工m来多早大上下晚中宿ap夜(]|个[半月小钟星礼工自季多来]"
BEFORE_UNIT = rf"(?=[{NUMBERS}.]{{1,7}} ?(?:{UNITS})|[五十]一)"
NEAR_UNIT = rf"(?=[上下本这当一个]{{1,5}}[周星礼月季半年午旬班度]|这[{NUMBERS}]|当[天日晚])"
LOOK_AHEAD = {NUMBERS: BEFORE_UNIT, NEAR: NEAR_UNIT, YEARS: ""}
MOST = 100  # atoms that are read; more is no message that a person wrote

SUFFIX = re.compile(
    r" ?(?:(?P<within>之内|以内|内(?![容部蒙行])|里(?=[给要能得把]))"
    r"|(?P<before>之前|以前|前(?![台面期任往端景者天年几两三沿线海门进后]|提(?![醒交供出到])))"
    r"|(?P<after>之后|以后|过后|后(?![天台面续期者备端勤])))"
)


@dataclass(frozen=True, slots=True)
class Atom:
    start: int
    end: int
    value: Stretch | Part | Clock | Length
    length: Length | None = None  # what a day is after: 三天后
    anchor: bool = False  # roughly then, if no day is said: 过完年, 元旦后


def find_atoms(words: str, now: datetime) -> Iterator[Atom]:
    """The atoms of `words` (plain text), left to right, without overlap."""
    at = 0
    while trigger := TRIGGER.search(words, at):
        start = trigger.start()
        match = BY_FIRST[words[start]].match(words, start)
        if match is None:
            at = start + 1
            continue
        at = match.end()
        atom = _read(words, match, now)
        if atom is not None:
            at = atom.end
            yield atom


def _read(words: str, match: re.Match[str], now: datetime) -> Atom | None:
    kind, start, end = match.lastgroup or "", match.start(), match.end()
    try:
        if kind in DAY_READERS:
            value: Stretch | Part | Clock | Length | None = DAY_READERS[kind](match, now.date())
        elif kind == "length":
            value = durations.read_length(match, now)
        else:
            value = clocks.read_part(match) if kind == "part" else clocks.read_clock(match)
    except (ValueError, OverflowError):  # 2月30号, or beyond the year 9999
        return None
    if isinstance(value, Length) and value.in_days:
        suffix = SUFFIX.match(words, end)
        if suffix and suffix["after"]:  # 三天后 is a day
            day = one_day(value.after(now, value.low).date(), now.date())
            return Atom(start, suffix.end(), day, value)
    return (
        None if value is None else Atom(start, end, value, anchor=kind in FEASTS and bool(AFTER.search(match.group())))
    )


def _by_first() -> dict[str, re.Pattern[str]]:
    """For each character, the expression of all that may begin with it; numbers share one."""
    found = {}
    for char in sorted({char for word in WORDS for char in word.first}):
        alike = next((chars for chars in LOOK_AHEAD if char in chars), char)
        begun = "|".join(word.pattern for word in WORDS if not set(alike).isdisjoint(word.first))
        found[char] = re.compile(f"{LOOK_AHEAD.get(alike, '')}(?:{begun})")
    return found


FEASTS = frozenset(holidays.READERS)
AFTER = re.compile(r"后|过|完")
DAY_READERS: dict[str, days.Reader] = days.READERS | periods.READERS | holidays.READERS
BY_FIRST = _by_first()
TRIGGER = re.compile(f"[{''.join(BY_FIRST)}]")
