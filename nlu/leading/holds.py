"""A deal is given more time, no more of it, or another length than was said; a rep wants it of a leader."""

from __future__ import annotations

from datetime import datetime

from nlu.context import weighs
from nlu.rules import rules
from nlu.text.numerals import number
from nlu.time.times import find_times

_RULES = rules("holds")
_UNITS = {"天": "P{}D", "日": "P{}D", "周": "P{}W", "星期": "P{}W", "礼拜": "P{}W", "小时": "PT{}H", "钟头": "PT{}H"}


def holds(words: str) -> bool:
    """Whether a leader's words, with C for a customer and M for a colleague, let a deal rest."""
    return _RULES["holds"].search(words.strip()) is not None


def puts_off(words: str) -> bool:
    """Whether a rep's words, with C for a customer, put a deal of their own off."""
    return _RULES["puts_off"].search(words.strip()) is not None


def weighs_rest(words: str) -> bool:
    """Whether it is only asked or supposed that a deal rests: nothing is put off by that."""
    return _RULES["weighs_rest"].search(words.strip()) is not None


def ends_hold(text: str) -> bool:
    """Whether a deal is not to rest any longer."""
    return _RULES["ends"].search(text.strip()) is not None


def lifts(words: str) -> bool:
    """Whether words, with C for a customer, let a deal that is known to rest go on; what only asks or supposes it
    does not."""
    return _RULES["lifts"].search(words.strip()) is not None and not weighs(words) and not _RULES["asks"].search(words)


def may_lift(text: str) -> bool:
    """Whether words might let a deal go on that rests, whoever is named in them."""
    return _RULES["may_lift"].search(text.strip()) is not None


def may_hold(text: str) -> bool:
    """Whether words might let a deal rest, whoever is named in them."""
    return _RULES["may_hold"].search(text.strip()) is not None


def rests(text: str) -> str | None:
    """What is to rest, as it is called, where the words begin with it (酒店那单别催了)."""
    found = _RULES["rests"].search(text.strip())
    return found["what"] if found else None


def wants_time(words: str) -> bool:
    """Whether a rep wants more time of a leader."""
    return _RULES["wants_time"].search(words.strip()) is not None


def order_beside(text: str) -> int | None:
    """Where an order to somebody begins behind what gives a deal time (给鼎新两天,顺便让小吴打个电话)."""
    found = _RULES["order_beside"].search(text)
    return found.start() if found else None


def more_days(text: str) -> float | None:
    """By how many days a deal rests longer than was said just now (多给一天); None for other words."""
    found = _RULES["more_days"].search(text.strip(" 。.!！"))
    count = number(found["count"]) if found else None
    if found is None or count is None:
        return None
    return count * (1 if found["unit"] in "天日" else 7)


def other_length(text: str, now: datetime) -> dict[str, str] | None:
    """How long, or until when, a deal rests instead of what was said (不对,是五天): the slot of it; None for no such
    words."""
    words = text.strip(" 。.!！")
    found = _RULES["other_length"].search(words)
    count = number(found["count"]) if found else None
    if found is not None and count is not None:
        return {"duration": _UNITS[found["unit"]].format(f"{count:g}")}
    times = [time for time in find_times(words, now) if time.next_time]
    if len(times) != 1 or times[0].end != len(words.rstrip("吧了再说")) or not times[0].next_time:
        return None
    return {"next_time": times[0].next_time} if _RULES["other_end"].search(words[: times[0].start]) else None
