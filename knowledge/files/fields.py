"""What cells and the lines at the head of a document say of an item, as people write it, as `read_item` reads it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import config
from config.yaml_lines import Part, read
from knowledge.items import BUDGETS, KEYS, LISTS, Item, ItemProblem, plain, read_item
from nlu.entities.money import find_sums

SHIPPED = Path(config.__file__).parent / "scripts.yml"
LONGEST_HEADING = 40
WAN = 10_000
MADE_UP = "t-"  # what the code of an item begins with to which nobody gave one
_NOTE = re.compile(r"[(\[【].*$|[*:!?#]+$")
_BETWEEN = re.compile(r"[、,，;；/|\n]+")
_BETWEEN_TAGS = re.compile(r"[、,，;；/|\n#＃\s]+")
_NUMBER = re.compile(r"[¥￥]?\s*(\d[\d,，]*(?:\.\d+)?)\s*(万)?元?")
_KEY = re.compile("|".join(sorted(KEYS, key=len, reverse=True)))


class Words(Part):
    """How headings, kinds and empty cells are written."""

    headings: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    kinds: Mapping[str, tuple[str, ...]]
    empty: tuple[str, ...]
    named: Mapping[str, str]


@cache
def words() -> Words:
    """The shipped table."""
    return read(SHIPPED, Words)


def as_heading(cell: object) -> str:
    """A heading as it is compared."""
    if not isinstance(cell, str) or len(cell) > LONGEST_HEADING:
        return ""
    return _NOTE.sub("", "".join(unicodedata.normalize("NFKC", cell).casefold().split()))


@cache
def fields() -> Mapping[str, tuple[str, int]]:
    """The field of each heading, and which of its field's headings it is."""
    known: dict[str, tuple[str, int]] = {}
    for name, headings in words().headings.items():
        for rank, heading in enumerate(headings):
            known.setdefault(as_heading(heading), (name, rank))
    return known


@cache
def asked_fields() -> Mapping[str, str]:
    """The field of each heading of a table of questions and answers."""
    return {as_heading(heading): name for name, headings in words().asked.items() for heading in headings}


def item_of(cells: Mapping[str, object], scale: int = 1) -> Item:
    """The item of cells by field; without a code it has one of title, product line and version. Plain numbers of
    budgets are multiplied by `scale`. Raises ItemProblem."""
    data = data_of(cells, scale)
    data.setdefault("id", code_of(*(str(data.get(name, "")) for name in ("title", "product_line", "product_version"))))
    try:
        return read_item(data)
    except ItemProblem as problem:
        raise ItemProblem(_KEY.sub(lambda key: words().headings.get(key[0], (key[0],))[0], str(problem))) from None


def data_of(cells: Mapping[str, object], scale: int = 1) -> dict[str, Any]:
    """What cells say, for `read_item`. Raises ItemProblem."""
    data: dict[str, Any] = {}
    for name, cell in cells.items():
        text = _text(cell)
        if not text or (name not in ("title", "body") and text.casefold() in words().empty):
            continue
        if name == "kind":
            data["kind"] = _kind(text)
        elif name in LISTS:
            between = _BETWEEN_TAGS if name == "tags" else _BETWEEN
            data[name] = [word for word in between.split(text) if word.strip()]
        elif name in (*BUDGETS, "budget"):
            data |= _budget(name, cell, text, scale)
        else:
            data[name] = text
    return data


def code_of(*parts: str) -> str:
    """A code that is the same for the same parts only."""
    return f"{MADE_UP}{hashlib.sha256(chr(0).join(map(plain, parts)).encode()).hexdigest()[:20]}"


def kind_named(*names: str) -> str | None:
    """The kind that the name of a document, or a heading, speaks of."""
    kinds = words().named.items()
    return next((kind for name in names for kind, said in kinds if re.search(said, name, re.IGNORECASE)), None)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else plain(str(cell))


def _kind(text: str) -> str:
    kind = _kinds().get(as_heading(text))
    if kind is None:
        known = "、".join(names[0] for names in words().kinds.values())
        raise ItemProblem(f"类型「{text[:20]}」不认识,可以写:{known}")
    return kind


@cache
def _kinds() -> Mapping[str, str]:
    return {as_heading(name): kind for kind, names in words().kinds.items() for name in names}


def _budget(name: str, cell: object, text: str, scale: int) -> dict[str, float]:
    """Yuan from and to: one figure of a range column is both."""
    single = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    if single is not None:
        value = float(single[1].replace(",", "")) * (WAN if single[2] else scale)
        return dict.fromkeys(BUDGETS if name == "budget" else (name,), value)
    unit = "万" if scale == WAN and "万" not in text else ""
    found = find_sums(f"预算{text}{unit}")
    if len(found) != 1:
        raise ItemProblem(f"预算「{text[:20]}」看不懂,例:10万-50万")
    low, high = found[0].low, found[0].high
    if name != "budget":
        bound = low if name == BUDGETS[0] or high is None else high
        return {} if bound is None else {name: bound}
    ends = zip(BUDGETS, (low or None, high), strict=True)
    return {end: value for end, value in ends if value is not None}
