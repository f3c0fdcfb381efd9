"""Times in a message: finding them, and what each can mean as a next time, a past day, a period or a length.

A message is read as a row of atoms (a day or period, a part of the day, a clock time, a length), which then join:
周三 下午 三点半, 两周后 上午. What the words leave open (the coming 周三 or the last one) is answered for each use
apart; the caller knows which one it needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from nlu.text.plain import plain
from nlu.time.clocks import Clock, Part
from nlu.time.date_ranges import NOWHERE, Stretch, latest, one_day, whole
from nlu.time.durations import Length
from nlu.time.instants import Phrase, next_time, occurred_on
from nlu.time.tokens import MOST, SUFFIX, Atom, find_atoms

GAP = re.compile(r"的|(?P<comma>,(?= ?[\d上下中早晚]))|\) ?| {0,3}\(?")
MOVED_TO = re.compile(
    r"(?:[推挪改延缓拖调压放移换]|顺延|推[迟后]|延[后期]|提[前早]|改[期约])(?:了|个)?(?:[到至成为]|(?<=[改约])在)$"
)
SAME_ANCHOR = timedelta(days=31)  # 过完年 … 2月16号: the day that is meant lies so soon after
UNTIL_NOW = re.compile(r" ?(?:[到至](?:现在|今(?![天日晚早年])|目前|当前)|以来)")
UP_TO = re.compile(r" ?(?:到|至|-|~) ?")
SPACED = re.compile(r"(?<=\d) +(?=[点号月日年时天周小个分季])|(?<=[月年]) +(?=\d)")
A_YEAR = timedelta(days=367)
LEAD = re.compile(r"(?:再|等|先)?(?<![超经])(?:过|隔)个?$|再等个?$")


@dataclass(frozen=True)
class TimeMention:
    """A time found at `start`..`end` (code points, end exclusive; 前 and 以内 belong to it), in NLU.md's normal forms,
    each None where the words cannot mean that. `next_time` is never past, `occurred_on` never future. `is_point` is
    False for a length (两小时), though 过两小时 gives a `next_time` too; a point may give its `duration` from
    now (两小时后). `moved_to`: said as the new time (推到后天), which holds where the old one is said too."""

    start: int
    end: int
    next_time: str | None = None
    occurred_on: str | None = None
    period: str | list[str] | None = None
    duration: str | None = None
    is_point: bool = True
    moved_to: bool = False


def find_times(text: str, now: datetime) -> list[TimeMention]:
    """The times of `text`, left to right, without overlap, read against `now` (aware; its offset is the results')."""
    words, places = _squeezed(plain(text))
    atoms = _sharpened(list(islice(find_atoms(words, now), MOST)))
    found: list[TimeMention] = []
    at = 0
    while at < len(atoms):
        atom = atoms[at]
        if isinstance(atom.value, Length):
            at += 1
            found.append(_length_mention(words, atom, atom.value, _suffix(words, atom.end, atoms, at), now))
        else:
            phrase, at = _whole_phrase(words, atoms, at, now)
            if phrase.day is NOWHERE:
                continue
            suffix = _suffix(words, phrase.end, atoms, at)
            mention = _point_mention(words, phrase, suffix, now)
            if (earlier := _before_that(words, phrase, mention, atoms, at, now)) is not None:
                mention, at = earlier, at + 1
            if atom.length and phrase.end == atom.end:
                mention = replace(mention, duration=atom.length.iso())
            found.append(mention)
    return [replace(one, start=places[one.start], end=places[one.end - 1] + 1) for one in found] if places else found


def _sharpened(atoms: list[Atom]) -> list[Atom]:
    """`atoms` without those that a later one makes exact (过了元旦1月6号); one right behind takes the words over."""
    kept: list[Atom] = []
    dropped: Atom | None = None
    for place, atom in enumerate(atoms):
        if atom.anchor and any(_makes_exact(other, atom) for other in atoms[place + 1 :]):
            dropped = atom
        else:
            kept.append(replace(atom, start=dropped.start) if dropped and dropped.end == atom.start else atom)
    return kept


def _makes_exact(other: Atom, anchor: Atom) -> bool:
    day, about = other.value, anchor.value
    if (
        other.anchor
        or not isinstance(day, Stretch)
        or not isinstance(about, Stretch)
        or day.last - day.first > SAME_ANCHOR
    ):
        return False
    return bool(day.ahead and about.ahead and about.ahead - SAME_ANCHOR < day.ahead < about.ahead + SAME_ANCHOR)


def _squeezed(words: str) -> tuple[str, list[int]]:
    """`words` without the spaces inside 11 月 5 号 and 3 点, and where each code point left was; no list if all are."""
    if not SPACED.search(words):
        return words, []
    spaces = {at for match in SPACED.finditer(words) for at in range(*match.span())}
    places = [at for at in range(len(words)) if at not in spaces]
    return "".join(words[at] for at in places), places


def _whole_phrase(words: str, atoms: list[Atom], at: int, now: datetime) -> tuple[Phrase, int]:
    """The phrase that begins with the atom at `at`, or the range of two, and the atom after it."""
    one, at = _phrase(words, atoms, at, now)
    so_far = UNTIL_NOW.match(words, one.end)
    if so_far and one.day:
        return replace(one, end=so_far.end(), day=_so_far(one.day, now.date())), at
    joint = UP_TO.match(words, one.end)
    if joint and at < len(atoms) and atoms[at].start == joint.end() and not isinstance(atoms[at].value, Length):
        other, after = _phrase(words, atoms, at, now)
        both = _joined(one, other)
        if both is not None:
            return both, after
    return one, at


def _phrase(words: str, atoms: list[Atom], at: int, now: datetime) -> tuple[Phrase, int]:
    """Day, part and clock, in that order, as far as they stand together."""
    phrase = Phrase(atoms[at].start, atoms[at].start)
    while at < len(atoms):
        atom = atoms[at]
        gap = GAP.match(words, phrase.end)
        if phrase.end > phrase.start and atom.start not in (phrase.end, gap.end() if gap else phrase.end):
            break
        if gap and gap["comma"] and isinstance(atom.value, Stretch):  # 要等明年，12月初再去
            break
        longer = _with(phrase, atom, now)
        if longer is None:
            break
        phrase, at = longer, at + 1
    return phrase, at


def _with(phrase: Phrase, atom: Atom, now: datetime) -> Phrase | None:
    value = atom.value
    if phrase.clock is not None:
        return None
    if isinstance(value, Clock):
        return replace(phrase, end=atom.end, clock=value)
    if phrase.part is not None:
        return None
    if isinstance(value, Part):
        return replace(phrase, end=atom.end, part=value)
    if isinstance(value, Stretch):
        day = value if phrase.day is None else _restated(phrase.day, value, now)
        return replace(phrase, end=atom.end, day=day) if day else None
    return None


def _restated(day: Stretch, more: Stretch, now: datetime) -> Stretch | None:
    """A day said twice (28号周六), or a day of a period (下周的周三)."""
    if more.recurring is None:
        return None
    if day is NOWHERE:
        return None
    one = day.first == day.last
    first, last = more.recurring(day.ahead if one and day.ahead else day.first)
    if one:
        return day if first == (day.ahead or day.first) else None
    if first > day.last:
        return None
    return one_day(first, now.date()) if first == last else whole((first, last), now.date())


def _so_far(day: Stretch, today: date) -> Stretch:
    """年初到现在, 1月至今: from its first day, which has been, to today."""
    first = day.first
    if first > today and day.recurring:
        first = latest(day.recurring, today, A_YEAR)[0]
    return Stretch(min(first, today), today, None, None)


def _joined(one: Phrase, other: Phrase) -> Phrase | None:
    """X到Y: it begins when X does; asked about, it is from X's first day to Y's last."""
    if other.day is None:
        return replace(one, end=other.end)
    if one.day is None:
        return None
    last = other.day.recurring(one.day.first)[1] if other.day.recurring else other.day.last
    if last < one.day.first:
        return None
    return replace(one, end=other.end, day=replace(one.day, last=last, name=None, recurring=None, deadline=last))


def _suffix(words: str, end: int, atoms: list[Atom], at: int) -> re.Match[str] | None:
    """前, 之后, 以内 behind `end`, unless it is the beginning of the next atom (后年)."""
    suffix = SUFFIX.match(words, end)
    return suffix if suffix and (at == len(atoms) or suffix.end() <= atoms[at].start) else None


def _point_mention(words: str, phrase: Phrase, suffix: re.Match[str] | None, now: datetime) -> TimeMention:
    day, hourless = phrase.day, phrase.part is None and phrase.clock is None
    deadline = day.deadline if day and suffix and suffix["within"] and hourless else None
    if deadline and deadline >= now.date():
        when: str | None = deadline.isoformat()
    else:
        when = next_time(phrase, now)
    ahead_only = suffix and not suffix["after"] and day and day.ahead
    return TimeMention(
        start=phrase.start - (words[phrase.start - 1 : phrase.start] in ("从", "自")),
        end=suffix.end() if suffix else phrase.end,
        next_time=when,
        occurred_on=None if ahead_only else occurred_on(phrase, now),
        period=day.period if day else [now.date().isoformat()] * 2,
        moved_to=MOVED_TO.search(words, max(0, phrase.start - 5), phrase.start) is not None,
    )


def _before_that(
    words: str, phrase: Phrase, mention: TimeMention, atoms: list[Atom], at: int, now: datetime
) -> TimeMention | None:
    """下班前半小时, 三点前一刻钟: so long before the hour of `mention`; today alone where that is over."""
    if at == len(atoms) or atoms[at].start != mention.end or words[mention.end - 1] != "前":
        return None
    length = atoms[at].value
    if not isinstance(length, Length) or length.in_days or not mention.next_time or "T" not in mention.next_time:
        return None
    then = length.after(datetime.fromisoformat(mention.next_time), -length.low)
    when = then.isoformat() if then > now else mention.next_time[:10]
    return replace(mention, end=atoms[at].end, next_time=when)


def _length_mention(words: str, atom: Atom, length: Length, suffix: re.Match[str] | None, now: datetime) -> TimeMention:
    if suffix is None:
        lead = LEAD.search(words, max(0, atom.start - 4), atom.start)
        when = _form(length.after(now, length.low), length) if lead else None
        return TimeMention(lead.start() if lead else atom.start, atom.end, when, duration=length.iso(), is_point=False)
    if suffix["before"]:
        day = length.after(now, -length.high).date().isoformat()
        return TimeMention(atom.start, suffix.end(), occurred_on=day, period=[day, day])
    if suffix["within"]:
        until = length.after(now, length.high)
        period = [now.date().isoformat(), until.date().isoformat()]
        return TimeMention(atom.start, suffix.end(), _form(until, length), period=period, duration=length.iso())
    return TimeMention(atom.start, suffix.end(), _form(length.after(now, length.low), length), duration=length.iso())


def _form(at: datetime, length: Length) -> str:
    return at.date().isoformat() if length.in_days else at.replace(microsecond=0).isoformat()
