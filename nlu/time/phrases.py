"""Tokens that stand together and say one time: 周三 下午 三点半, 28号周六, 从周一到周三, 年初到现在."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from nlu.rules import rules
from nlu.time.clocks import Clock, Part
from nlu.time.date_ranges import NOWHERE, DateRange, latest, one_day, whole
from nlu.time.durations import Duration
from nlu.time.tokens import Token

SAME_TIME = timedelta(days=31)  # 过完年 … 2月16号: the day that is meant lies so soon after the rough one
A_YEAR = timedelta(days=367)
_RULES = rules("times")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands together and says one time, at `start`..`end`."""

    start: int
    end: int
    day: DateRange | None = None
    part: Part | None = None
    clock: Clock | None = None


def without_rough(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` without those that a later one makes exact (过了元旦1月6号); one right behind takes the words over."""
    kept: list[Token] = []
    dropped: Token | None = None
    for place, token in enumerate(tokens):
        if token.rough and any(_makes_exact(other, token) for other in tokens[place + 1 :]):
            dropped = token
        else:
            kept.append(replace(token, start=dropped.start) if dropped and dropped.end == token.start else token)
    return kept


def _makes_exact(other: Token, rough: Token) -> bool:
    day, about = other.value, rough.value
    if other.rough or not isinstance(day, DateRange) or not isinstance(about, DateRange):
        return False
    if day.last - day.first > SAME_TIME:
        return False
    return bool(day.ahead and about.ahead and about.ahead - SAME_TIME < day.ahead < about.ahead + SAME_TIME)


def whole_phrase(words: str, tokens: Sequence[Token], at: int, now: datetime) -> tuple[Phrase, int]:
    """The phrase that begins with the token at `at`, or the range of two, and the place of the token after it."""
    phrase, at = _phrase(words, tokens, at, now)
    so_far = _RULES["until_now"].match(words, phrase.end)
    if so_far and phrase.day:
        return replace(phrase, end=so_far.end(), day=_so_far(phrase.day, now.date())), at
    joint = _RULES["up_to"].match(words, phrase.end)
    if joint and at < len(tokens) and tokens[at].start == joint.end() and not isinstance(tokens[at].value, Duration):
        other, after = _phrase(words, tokens, at, now)
        both = _joined(phrase, other)
        if both is not None:
            return both, after
    return phrase, at


def _phrase(words: str, tokens: Sequence[Token], at: int, now: datetime) -> tuple[Phrase, int]:
    """Day, part and clock, in that order, as far as they stand together."""
    phrase = Phrase(tokens[at].start, tokens[at].start)
    while at < len(tokens):
        token = tokens[at]
        gap = _RULES["gap"].match(words, phrase.end)
        if phrase.end > phrase.start and token.start not in (phrase.end, gap.end() if gap else phrase.end):
            break
        if gap and gap["comma"] and isinstance(token.value, DateRange):  # 要等明年，12月初再去
            break
        longer = _with(phrase, token, now)
        if longer is None:
            break
        phrase, at = longer, at + 1
    return phrase, at


def _with(phrase: Phrase, token: Token, now: datetime) -> Phrase | None:
    """`phrase` and the token behind it; None if the two do not say one time together."""
    value = token.value
    if phrase.clock is not None:
        return None
    if isinstance(value, Clock):
        return replace(phrase, end=token.end, clock=value)
    if phrase.part is not None:
        return None
    if isinstance(value, Part):
        return replace(phrase, end=token.end, part=value)
    if isinstance(value, DateRange):
        day = value if phrase.day is None else _restated(phrase.day, value, now)
        return replace(phrase, end=token.end, day=day) if day else None
    return None


def _restated(day: DateRange, more: DateRange, now: datetime) -> DateRange | None:
    """A day said twice (28号周六), or a day of a period (下周的周三)."""
    if more.recurring is None or day is NOWHERE:
        return None
    is_one_day = day.first == day.last
    first, last = more.recurring(day.ahead if is_one_day and day.ahead else day.first)
    if is_one_day:
        return day if first == (day.ahead or day.first) else None
    if first > day.last:
        return None
    return one_day(first, now.date()) if first == last else whole((first, last), now.date())


def _so_far(day: DateRange, today: date) -> DateRange:
    """年初到现在, 1月至今: from its first day, which has been, to today."""
    first = day.first
    if first > today and day.recurring:
        first = latest(day.recurring, today, A_YEAR)[0]
    return DateRange(min(first, today), today, None, None)


def _joined(phrase: Phrase, other: Phrase) -> Phrase | None:
    """X到Y: it begins when X does; asked about, it is from X's first day to Y's last."""
    if other.day is None:
        return replace(phrase, end=other.end)
    if phrase.day is None:
        return None
    last = other.day.recurring(phrase.day.first)[1] if other.day.recurring else other.day.last
    if last < phrase.day.first:
        return None
    return replace(phrase, end=other.end, day=replace(phrase.day, last=last, name=None, recurring=None, deadline=last))
