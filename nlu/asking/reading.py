"""Questions about figures: by what, which of them, compared with what; and the words that lean on the question before
(rules/asking.yml)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from nlu.rules import rules
from nlu.text.numerals import number
from nlu.time.times import find_times
from nlu.understanding import Span, Understanding

Dimension = Literal["product", "region", "team", "person"]
Aspect = Literal["funnel", "loss", "reasons", "win", "standing", "why"]
Whose = Literal["everybody", "own_team", "own"]
LONGEST = 24  # characters of words that lean on the question before
NAME, TIME = "N", "T"
MONTHS = {"月": 1, "季度": 3, "年": 12}  # of a unit; others are weeks
_RULES = rules("asking")
_BY: tuple[Dimension, ...] = ("product", "region", "team", "person")
_WHOSE: tuple[Whose, ...] = ("everybody", "own_team", "own")
_NAMES = ("region", "person", "product", "industry", "customer", "contact", "stage")
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)  # a length of time is the same at any
_MAY = re.compile(r"呢|[按分各每]|比|换|改|看|热力|率|为啥|为什么|原因|丢|签|成交|赢|同期|哪|多少")


class Ago(NamedTuple):
    """The same so many weeks, or months, earlier; with `same_part` only as much of it as has passed now."""

    weeks: int
    months: int
    same_part: bool


def by_what(text: str) -> Dimension | None:
    """By what deals are to be told apart."""
    return next((by for by in _BY if _RULES[f"by_{by}"].search(text)), None)


def aspect(text: str) -> Aspect | None:
    """Which figures are wanted; None where the words name none."""
    if _RULES["asks_why_less"].search(text.strip()):
        return "why"
    if _RULES["reasons"].search(text):
        return "reasons"
    if _RULES["loss"].search(text):
        return "loss"
    if _RULES["win"].search(text):
        return "win"
    if _RULES["onward"].search(text) and not re.search("漏斗里|漏斗总", text):
        return "funnel"
    return "standing" if _RULES["standing"].search(text) else None


def whose(text: str) -> Whose | None:
    """Whose figures are wanted, where nobody is named."""
    return next((who for who in _WHOSE if _RULES[who].search(text)), None)


def wants_deals(text: str) -> bool:
    """Whether the deals themselves are wanted."""
    return bool(_RULES["which_deals"].search(text))


def not_followed(text: str) -> bool:
    """Whether deals are meant that nobody has followed up."""
    return bool(_RULES["not_followed"].search(text))


def asks_not_followed(text: str) -> bool:
    """Whether it is asked which those are that nobody has followed up for some time, or for long."""
    if not _RULES["asks_not_followed"].search(text) or len(text) > 2 * LONGEST:
        return False
    return bool(_RULES["for_long"].search(text)) or duration_said(text) is not None


def duration_said(text: str) -> str | None:
    """The length of time that words name, as the slot of this name has it."""
    return next((time.duration for time in find_times(text, _ANY_TIME) if time.duration), None)


def against(text: str, now: datetime) -> str | list[str] | Ago | Literal["year_ago", "before"] | None:
    """What the figures are to be compared with: a period as the slot of this name has it, the same a year or so many
    weeks ago, the period before; None where no comparison is asked for."""
    if _RULES["year_ago"].search(text):
        return "year_ago"
    if (ago := _ago(text)) is not None:
        return ago
    if _RULES["period_before"].search(text):
        return "before"
    found = _RULES["compared"].search(text)
    times = [time.period for time in find_times(found["with"], now) if time.period] if found else []
    return times[-1] if times else None


def _ago(text: str) -> Ago | None:
    part, found = _RULES["same_time"].search(text), _RULES["long_ago"].search(text)
    if part is not None:
        return _shift(len(part["near"]), part["unit"], same_part=True)
    if found is None or _RULES["compared"].search(text) is None:
        return None
    return _shift(int(number(found["count"]) or 0), found["unit"], same_part=False)


def _shift(count: int, unit: str, *, same_part: bool) -> Ago | None:
    months = MONTHS.get(unit, 0) * count
    return Ago(0 if months else count, months, same_part) if count else None


def span_compared(text: str) -> Span | None:
    """Where the words stand that say what the figures are to be compared with: they name no other period."""
    found = _RULES["compared"].search(text) or _RULES["same_time"].search(text)
    return found.span() if found else None


def may_lean(text: str) -> bool:
    """Whether words are of the length and kind of those that lean on the question before."""
    return len(text.strip()) <= LONGEST and bool(_MAY.search(text))


def leans(understanding: Understanding, more: Sequence[str] = ()) -> bool:
    """Whether the words are nothing but what the question before is to be changed to; `more` are names that the reader
    does not know (teams)."""
    text = understanding.text.strip()
    return bool(_RULES["turns"].search(text)) or bool(_RULES["leans"].search(_marked(understanding, more)))


def turns(text: str) -> bool:
    """Whether the words want the figures of the question before looked at in another way: 按人看, 跟上个月比."""
    return len(text.strip()) <= LONGEST and bool(_RULES["turns"].search(text.strip()))


def asks_in_full(understanding: Understanding) -> bool:
    """Whether the words ask for figures by their name, and lean on nothing: 陈静丢单率, not 那陈静的丢单率."""
    text = understanding.text.strip()
    return aspect(text) is not None and not leans(understanding) and not _RULES["leads_on"].search(text)


def asks_why_less(text: str) -> bool:
    """Whether it is asked why less was won: 为什么掉了, 陈静怎么这么差."""
    return len(text.strip()) <= LONGEST and bool(_RULES["asks_why_less"].search(text.strip()))


def asks_losses(text: str) -> bool:
    """Whether it is asked which or how many deals were lost, or why: 陈静8月丢了哪些单. Of a customer's the caller
    knows."""
    return len(text.strip()) <= LONGEST and bool(_RULES["asks_losses"].search(text.strip()))


def judges_forecast(text: str) -> bool:
    """Whether it is asked how far forecasts, or whose, can be relied upon: 谁总报高, 预测准不准; or which deals changed
    them."""
    plain = text.strip()
    return len(plain) <= LONGEST and bool(_RULES["judges_forecast"].search(plain) or asks_moves(plain))


def judges(text: str) -> bool:
    """Whether that is asked of what was just said: 靠不靠谱."""
    return len(text.strip()) <= LONGEST and bool(_RULES["judges"].search(text.strip()))


def asks_moves(text: str) -> bool:
    """Whether it is asked which deals changed a forecast."""
    return bool(_RULES["asks_moves"].search(text.strip()))


def begins_anew(text: str) -> bool:
    """Whether what is asked about is named in full: nothing of the question before holds then."""
    return bool(_RULES["begins_anew"].search(text)) and not re.match("那|再|换|改|只看", text.strip())


def _marked(understanding: Understanding, more: Sequence[str]) -> str:
    places = [(span, TIME) for span in understanding.spans_of("period")]
    places += [(span, NAME) for slot in _NAMES for span in understanding.spans_of(slot)]
    found = [(understanding.text.find(name), name) for name in more]
    places += [((at, at + len(name)), NAME) for at, name in found if at >= 0]
    text, first = understanding.text, len(understanding.text)
    for (start, end), letter in sorted(places, reverse=True):
        if end <= first:
            text, first = text[:start] + letter + text[end:], start
    return text.strip()
