"""Times in a message: finding them, and what each can mean as a next time, a past day, a period or a length.

A message is read as a row of atoms (a day, a part of the day, a clock time, a length), which then join: 周三 下午 三点半,
两周 后. What the words leave open (the coming 周三 or the last one) is answered for each use apart; the caller knows which it needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from nlu import clocks, days, feasts, lengths, periods
from nlu.clocks import Clock, Part, by_day, in_part
from nlu.lengths import Length
from nlu.plain import plain
from nlu.stretches import DAY, Stretch, one_day

MINUTE = timedelta(minutes=1)

STARTS = "0123456789零一二两俩仨三四五六七八九十百半差q今明昨后前大上下本这当去全年季月周星礼元春清端中国圣双劳过放长假节最近凌早晨午傍黄晚夜深收第"
WORDS = re.compile(
    rf"(?=[{STARTS}])(?:"
    + "|".join(
        (
            *days.DAY_WORDS[:1],
            *periods.PERIOD_WORDS[:5],
            *feasts.FEAST_WORDS[:1],
            *days.DAY_WORDS[1:],
            lengths.LENGTH,
            *periods.PERIOD_WORDS[5:],
            *feasts.FEAST_WORDS[1:],
            clocks.PART,
            clocks.CLOCK,
        )
    )
    + ")"
)
DAY_READERS: dict[str, days.Reader] = days.READERS | periods.READERS | feasts.READERS
READERS: dict[str, Callable[[re.Match[str]], Any]] = {
    "part": clocks.read_part,
    "clock": clocks.read_clock,
    "length": lengths.read_length,
}

GAP = re.compile(r"(?: {0,3}|的|,(?= ?[\d上下中早晚]))(?=\S)")
UP_TO = re.compile(r" ?(?:到|至|-|~) ?")
SUFFIX = re.compile(
    r" ?(?:(?P<within>之内|以内|内(?![容部蒙])|里(?=[给要能得把]))"
    r"|(?P<before>之前|以前|前(?![台面期任往端提景者天年几两三沿线海门进]))"
    r"|(?P<after>之后|以后|过后|后(?![天台面续期者备端勤])))"
)
LEAD = re.compile(r"(?:再|等|先)?(?<![超经])(?:过|隔)(?:个)?$|再等(?:个)?$")


@dataclass(frozen=True)
class TimeMention:
    """Times found at `start`..`end` (code points, end exclusive, 前 and 以内 among them), in NLU.md's normal forms; each is
    None where the words cannot mean that. `next_time` is never past, `occurred_on` never future. `is_point` is False for a
    bare length (两小时); 过两小时 is a length that also gives a `next_time`."""

    start: int
    end: int
    next_time: str | None = None
    occurred_on: str | None = None
    period: str | list[str] | None = None
    duration: str | None = None
    is_point: bool = True


@dataclass(frozen=True, slots=True)
class Atom:
    start: int
    end: int
    value: Stretch | Part | Clock | Length


@dataclass(frozen=True, slots=True)
class Phrase:
    """Atoms that say one time together."""

    start: int
    end: int
    day: Stretch | None = None
    part: Part | None = None
    clock: Clock | None = None


def find_times(text: str, now: datetime) -> list[TimeMention]:
    """The times of `text`, left to right, without overlap, read against `now` (aware; its offset is the results')."""
    words = plain(text)
    atoms = list(_atoms(words, now.date()))
    found: list[TimeMention] = []
    at = 0
    while at < len(atoms):
        mention, at = _mention(words, atoms, at, now)
        if mention is not None:
            found.append(mention)
    return found


def _atoms(words: str, today: date) -> Iterator[Atom]:
    for match in WORDS.finditer(words):
        kind = match.lastgroup or ""
        try:
            value = READERS[kind](match) if kind in READERS else DAY_READERS[kind](match, today)
        except (ValueError, OverflowError):  # 2月30号, the year 10000
            continue
        if value is not None:
            yield Atom(match.start(), match.end(), value)


def _mention(words: str, atoms: list[Atom], at: int, now: datetime) -> tuple[TimeMention | None, int]:
    """The mention that begins with the atom at `at`, and the atom after it."""
    if isinstance(atoms[at].value, Length):
        return _length_mention(words, atoms, at, now)
    phrase, at = _phrase(words, atoms, at)
    joint = UP_TO.match(words, phrase.end)
    if joint and at < len(atoms) and atoms[at].start == joint.end() and not isinstance(atoms[at].value, Length):
        until, after = _phrase(words, atoms, at)
        joined = _joined(phrase, until)
        if joined is not None:
            return _point_mention(words, joined, now), after
    return _point_mention(words, phrase, now), at


def _phrase(words: str, atoms: list[Atom], at: int) -> tuple[Phrase, int]:
    """Day, part and clock, in that order, as far as they stand together."""
    phrase = Phrase(atoms[at].start, atoms[at].start)
    while at < len(atoms):
        atom = atoms[at]
        gap = GAP.match(words, phrase.end)
        if phrase.end > phrase.start and atom.start != (gap.end() if gap else phrase.end):
            break
        longer = _with(phrase, atom)
        if longer is None:
            break
        phrase, at = longer, at + 1
    return phrase, at


def _with(phrase: Phrase, atom: Atom) -> Phrase | None:
    value = atom.value
    if isinstance(value, Clock) and phrase.clock is None:
        return replace(phrase, end=atom.end, clock=value)
    if isinstance(value, Part) and phrase.part is None and phrase.clock is None:
        return replace(phrase, end=atom.end, part=value)
    if isinstance(value, Stretch) and phrase.part is None and phrase.clock is None:
        day = value if phrase.day is None else _restated(phrase.day, value)
        return replace(phrase, end=atom.end, day=day) if day else None
    return None


def _restated(day: Stretch, more: Stretch) -> Stretch | None:
    """One day said twice (28号周六), or a day within a period (下周的周三)."""
    if more.recurring is None:
        return None
    if day.first == day.last:
        same = more.recurring(day.ahead or day.first)[0] == (day.ahead or day.first)
        return day if same else None
    first, last = more.recurring(day.first)
    if not day.first <= first <= day.last:
        return None
    today = (day.ahead or day.first) if day.first != day.ahead else day.first
    return (
        Stretch(first, last, first if day.ahead else None, None if day.ahead else first, deadline=last)
        if today
        else None
    )


def _joined(one: Phrase, other: Phrase) -> Phrase | None:
    """X到Y: it begins when X does; asked about, it is from X's first day to Y's last."""
    if one.day is None or other.day is None:
        return replace(one, end=other.end) if other.day is None else None
    last = other.day.recurring(one.day.first)[1] if other.day.recurring else other.day.last
    if last < one.day.first:
        return None
    day = replace(one.day, last=last, name=None, recurring=None, deadline=last)
    return replace(one, end=other.end, day=day)


def _point_mention(words: str, phrase: Phrase, now: datetime) -> TimeMention:
    suffix = SUFFIX.match(words, phrase.end)
    start = phrase.start - (words[phrase.start - 1 : phrase.start] in ("从", "自"))
    end = suffix.end() if suffix else phrase.end
    until = bool(suffix) and not suffix["after"] if suffix else False
    day, today = phrase.day, now.date()
    if suffix and suffix["within"] and day is not None and day.deadline and phrase.part is phrase.clock is None:
        next_time = day.deadline.isoformat()
    else:
        next_time = _next_time(phrase, now)
    return TimeMention(
        start,
        end,
        next_time,
        None if until and day is not None and day.ahead else _occurred_on(phrase, now),
        day.period if day else [today.isoformat()] * 2,
    )


def _next_time(phrase: Phrase, now: datetime) -> str | None:
    day, today = phrase.day, now.date()
    if day is None:
        return _next_hour(phrase.part, phrase.clock, now)
    if day.ahead is None:
        return None
    on = day.ahead
    if phrase.part is None and phrase.clock is None:
        return (day.again if on == today and day.again else on).isoformat()
    at = _at(on, phrase.part, phrase.clock, now)
    if at is None or at > now:
        return at.isoformat() if at else on.isoformat()
    if day.again:
        later = _at(day.again, phrase.part, phrase.clock, now)
        return later.isoformat() if later else day.again.isoformat()
    if phrase.clock and not phrase.part and not phrase.clock.certain and (shown := at + 720 * MINUTE) > now:
        return shown.isoformat() if shown.date() == on else on.isoformat()
    over = phrase.part is not None and now.hour >= phrase.part.over
    return None if over else on.isoformat()


def _next_hour(part: Part | None, clock: Clock | None, now: datetime) -> str | None:
    """A part of the day or a clock time without a day: the next one."""
    today = now.date()
    if part is None and clock is not None:
        every = 1440 if clock.certain else 720
        at = _instant(today, clock.minutes % every, now)
        while at <= now:
            at += every * MINUTE
        return at.isoformat()
    at_or_none = _at(today, part, clock, now)
    if at_or_none is not None and at_or_none > now:
        return at_or_none.isoformat()
    if part is not None and clock is None and now.hour < part.over:
        return today.isoformat()
    later = _at(today + DAY, part, clock, now)
    return later.isoformat() if later else (today + DAY).isoformat()


def _at(day: date, part: Part | None, clock: Clock | None, now: datetime) -> datetime | None:
    """The instant on `day`; None where only the day counts (凌晨)."""
    if clock is not None:
        return _instant(day, in_part(clock, part) if part else by_day(clock), now)
    if part is None or part.default is None:
        return None
    return _instant(day, part.default * 60, now)


def _instant(day: date, minutes: int, now: datetime) -> datetime:
    return datetime.combine(day, time(0), now.tzinfo) + minutes * MINUTE


def _occurred_on(phrase: Phrase, now: datetime) -> str | None:
    if phrase.day is not None:
        return phrase.day.behind.isoformat() if phrase.day.behind else None
    if phrase.part is None:
        return None
    begun = _at(now.date(), phrase.part, phrase.clock, now)
    return now.date().isoformat() if begun is None or begun <= now else None


def _length_mention(words: str, atoms: list[Atom], at: int, now: datetime) -> tuple[TimeMention | None, int]:
    atom = atoms[at]
    length = atom.value
    assert isinstance(length, Length)
    suffix = SUFFIX.match(words, atom.end)
    try:
        if suffix is None:
            return _bare_length(words, atom, length, now), at + 1
        end = suffix.end()
        if suffix["before"]:
            day = length.after(now, -length.high).date().isoformat()
            return TimeMention(atom.start, end, occurred_on=day, period=[day, day]), at + 1
        if suffix["within"]:
            until = length.after(now, length.high)
            period = [now.date().isoformat(), until.date().isoformat()]
            return TimeMention(atom.start, end, _form(until, length), period=period, duration=length.iso()), at + 1
        when = length.after(now, length.low)
    except (ValueError, OverflowError):
        return None, at + 1
    if length.in_days:
        day_atom = Atom(atom.start, end, one_day(when.date(), now.date()))
        return _mention(words, [*atoms[:at], day_atom, *atoms[at + 1 :]], at, now)
    return TimeMention(atom.start, end, _form(when, length)), at + 1


def _bare_length(words: str, atom: Atom, length: Length, now: datetime) -> TimeMention:
    lead = LEAD.search(words, max(0, atom.start - 4), atom.start)
    start = lead.start() if lead else atom.start
    next_time = _form(length.after(now, length.low), length) if lead else None
    return TimeMention(start, atom.end, next_time, duration=length.iso(), is_point=False)


def _form(at: datetime, length: Length) -> str:
    return at.date().isoformat() if length.in_days else at.replace(microsecond=0).isoformat()
