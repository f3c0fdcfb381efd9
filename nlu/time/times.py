"""Times in a message: finding them, and what each can mean as a next time, a past day, a period or a duration.

A message is read as a row of tokens (a day or period, a part of the day, a clock time, a duration), which then join to
phrases: 周三 下午 三点半, 两周后 上午. What the words leave open (the coming 周三 or the last one) is answered for each
use apart; the caller knows which one it needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from nlu.rules import rules
from nlu.text.plain import plain
from nlu.time.date_ranges import NOWHERE
from nlu.time.durations import Duration
from nlu.time.instants import next_time, occurred_on
from nlu.time.phrases import Phrase, whole_phrase, without_rough
from nlu.time.tokens import MOST, Token, find_tokens, suffix_at

_RULES = rules("times")
_FAR, _NEAR = timedelta(days=300), timedelta(days=45)


@dataclass(frozen=True)
class TimeMention:
    """A time found at `start`..`end` (code points, end exclusive; 前 and 以内 belong to it), as schema.yml writes them,
    each None if the words cannot mean that. `next_time` is never past, `occurred_on` never future. `is_point` is
    False for a duration (两小时), though 过两小时 gives a `next_time` too; a point may give its `duration` from
    now (两小时后). `moved_to`: said as the new time (推到后天), which holds where the old one is said too."""

    start: int
    end: int
    next_time: str | None = None
    occurred_on: str | None = None
    period: str | list[str] | None = None
    duration: str | None = None
    is_point: bool = True
    moved_to: bool = False

    def is_over(self, today: date) -> bool:
        """Whether it was today already and comes again on another day only (上午, said in the afternoon)."""
        return self.occurred_on == today.isoformat() < (self.next_time or "")[:10]

    def was_lately(self, today: date) -> bool | None:
        """Whether the day was lately, and comes again only in most of a year (11月24日 said on the 25th); False where
        it comes soon and was only most of a year ago (12月20号 said on the 9th), None where it is neither."""
        if self.next_time is None or self.occurred_on is None:
            return None
        ahead, behind = date.fromisoformat(self.next_time[:10]) - today, today - date.fromisoformat(self.occurred_on)
        if behind > _FAR and ahead < _NEAR:
            return False
        return True if ahead > _FAR and behind < _NEAR else None


def find_times(text: str, now: datetime) -> list[TimeMention]:
    """The times of `text`, left to right, without overlap, read against `now` (aware; its offset is the results')."""
    words, places = _squeezed(_RULES["first_month"].sub("1月", plain(text)))
    tokens = without_rough(list(islice(find_tokens(words, now), MOST)))
    found: list[TimeMention] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if isinstance(token.value, Duration):
            at += 1
            found.append(_duration_mention(words, token, token.value, _suffix(words, token.end, tokens, at), now))
        else:
            phrase, at = whole_phrase(words, tokens, at, now)
            if phrase.day is NOWHERE:
                continue
            suffix = _suffix(words, phrase.end, tokens, at)
            mention = _point_mention(words, phrase, suffix, now)
            if (earlier := _before_that(words, mention, tokens, at, now)) is not None:
                mention, at = earlier, at + 1
            if token.duration and phrase.end == token.end:
                mention = replace(mention, duration=token.duration.iso())
            found.append(mention)
    if not places:
        return found
    return [replace(mention, start=places[mention.start], end=places[mention.end - 1] + 1) for mention in found]


def _squeezed(words: str) -> tuple[str, list[int]]:
    """`words` without the spaces inside 11 月 5 号 and 3 点, and where each code point left was; no list if all are."""
    if not _RULES["space_inside"].search(words):
        return words, []
    spaces = {at for match in _RULES["space_inside"].finditer(words) for at in range(*match.span())}
    places = [at for at in range(len(words)) if at not in spaces]
    return "".join(words[at] for at in places), places


def _suffix(words: str, end: int, tokens: Sequence[Token], at: int) -> re.Match[str] | None:
    """前, 之后, 以内 behind `end`, unless it is the beginning of the next token (后年)."""
    suffix = suffix_at(words, end)
    return suffix if suffix and (at == len(tokens) or suffix.end() <= tokens[at].start) else None


def _point_mention(words: str, phrase: Phrase, suffix: re.Match[str] | None, now: datetime) -> TimeMention:
    """A day, a part of it or a clock time, with what stands behind it."""
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
        moved_to=_RULES["moved_to"].search(words, max(0, phrase.start - 5), phrase.start) is not None,
    )


def _before_that(
    words: str, mention: TimeMention, tokens: Sequence[Token], at: int, now: datetime
) -> TimeMention | None:
    """下班前半小时, 三点前一刻钟, 春节前10天: so long before `mention`; today alone where that is over."""
    if at == len(tokens) or words[tokens[at].start - 1] != "前" or not 0 <= tokens[at].start - mention.end <= 1:
        return None
    duration = tokens[at].value
    if not isinstance(duration, Duration) or not mention.next_time:
        return None
    if duration.in_days and "T" not in mention.next_time:
        day = duration.after(datetime.fromisoformat(mention.next_time), -duration.low).date()
        when = max(day, now.date()).isoformat()
        return replace(mention, end=tokens[at].end, next_time=when, occurred_on=None)
    if duration.in_days or "T" not in mention.next_time:
        return None
    then = duration.after(datetime.fromisoformat(mention.next_time), -duration.low)
    when = then.isoformat() if then > now else mention.next_time[:10]
    return replace(mention, end=tokens[at].end, next_time=when)


def _duration_mention(
    words: str, token: Token, duration: Duration, suffix: re.Match[str] | None, now: datetime
) -> TimeMention:
    """A duration, with 过 before it or 前, 内, 后 behind it."""
    start, iso = token.start, duration.iso()
    if suffix is None:
        lead = _RULES["lead"].search(words, max(0, start - 4), start)
        when = _form(duration.after(now, duration.low), duration) if lead else None
        return TimeMention(lead.start() if lead else start, token.end, when, duration=iso, is_point=False)
    if suffix["before"]:
        day = duration.after(now, -duration.high).date().isoformat()
        return TimeMention(start, suffix.end(), occurred_on=day, period=[day, day])
    if suffix["within"]:
        until = duration.after(now, duration.high)
        period = [now.date().isoformat(), until.date().isoformat()]
        return TimeMention(start, suffix.end(), _form(until, duration), period=period, duration=iso)
    return TimeMention(start, suffix.end(), _form(duration.after(now, duration.low), duration), duration=iso)


def _form(at: datetime, duration: Duration) -> str:
    """A day where `duration` is counted in days, else an instant."""
    return at.date().isoformat() if duration.in_days else at.replace(microsecond=0).isoformat()
