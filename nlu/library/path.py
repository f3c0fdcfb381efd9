"""Reading what is said of the path of new hires, by the rules of `nlu/rules/path.yml`. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from nlu.rules import rules
from nlu.text.numerals import number
from nlu.time.times import find_times

LONGEST = 120  # characters that are read
LAST = -1  # the last place
WAYS = ("", "_b", "_c", "_d")  # of naming an item that leaves
_RULES = rules("path")
Step = Literal["done", "following", "listed", "left", "until"]


@dataclass(frozen=True)
class PathOrder:
    """What a leader wants of an item of the path: it `joins`, `leaves` or is `moved` to the place `to`. It is named by
    its `title` or by its own `place` (from 1; LAST); by neither where the item just shown is meant. `is_plain`: the
    path is named, or the item in quotes, so that nothing else can be meant."""

    what: Literal["joins", "leaves", "moved"]
    title: str = ""
    place: int | None = None
    to: int | None = None
    is_plain: bool = True


@dataclass(frozen=True)
class Assigned:
    """Who is to learn the path, as said, and the words that say by when."""

    who: str
    when: str


def step(text: str) -> Step | None:
    """What who learns the path wants of it while it is spoken of: the item just shown is `done`, the `following` one,
    all of it `listed`, how much is `left`, `until` when; None if nothing."""
    words = text.strip()
    return next((name for name in get_args(Step) if len(words) <= LONGEST and _RULES[name].search(words)), None)


def order(text: str) -> PathOrder | None:
    """What a leader wants of an item of the path; None if nothing."""
    words = text.strip()
    if len(words) > LONGEST:
        return None
    if (found := _RULES["joins"].search(words)) is not None:
        return PathOrder("joins", _said(found["title"] or found["named"] or found["behind"]))
    if (found := _RULES["leaves"].search(words)) is not None:
        title = next((found[f"title{way}"] for way in WAYS if found[f"title{way}"]), "")
        place = next((found[f"place{way}"] for way in WAYS if found[f"place{way}"]), None)
        return PathOrder("leaves", _said(title or found["named"]), _place(place))
    if (found := _RULES["moved"].search(words)) is not None:
        to = 1 if found["first"] else LAST if found["last"] else _place(found["to"])
        plain = bool(found["title"]) or "必学" in words
        return PathOrder("moved", _said(found["title"]), _place(found["place"]), to, is_plain=plain)
    if (found := _RULES["leaves_it"].search(words)) is not None:
        return PathOrder("leaves", _said(found["named"]), _place(found["place"]), is_plain=False)
    return None


def wonders(text: str) -> bool:
    """Whether the words ask, suppose, quote or hold back such an order, and give none."""
    return len(text) <= LONGEST and order(text) is None and _RULES["wonders"].search(text.strip()) is not None


def assigned(text: str) -> Assigned | None:
    """Who is to learn the path, and by when; None if nobody is."""
    words = text.strip()
    found = _RULES["assigned"].search(words) if len(words) <= LONGEST else None
    if found is None:
        return None
    said = (found["when"], found["behind"], found["when_b"])
    return Assigned(found["who"] or found["who_b"], " ".join(filter(None, said)).strip(" ,，"))


def assigns(text: str) -> bool:
    """Whether somebody is to learn the path."""
    return assigned(text) is not None


def by_day(text: str, now: datetime) -> date | None:
    """The last day that words name for something (这周: its Sunday; 周五前: that Friday); None if they name none that
    is not over."""
    for found in find_times(text, now):
        if isinstance(found.next_time, str):
            return date.fromisoformat(found.next_time[:10])
        if (last := _last_of(found.period)) is not None and last >= now.date():
            return last
    return None


def _last_of(period: str | list[str] | None) -> date | None:
    if isinstance(period, list):
        return date.fromisoformat(period[1])
    year, _, week = (period or "").partition("-W")
    return date.fromisocalendar(int(year), int(week), 7) if week else None


def _place(words: str | None) -> int | None:
    if not words:
        return None
    found = number(words.removeprefix("第"))
    return LAST if words.startswith("最后") else int(found) if found is not None else None


def _said(words: str | None) -> str:
    return (words or "").strip()
