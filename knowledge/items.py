"""An item of the library as a file says it, checked."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

KINDS = ("script", "case", "faq", "material", "contract_template", "video", "audio")
LONGEST = {
    "id": 200,
    "title": 200,
    "body": 20_000,
    "product_line": 200,
    "product_version": 50,
    "media": 2_000,
    "transcript": 20_000,
}
TEXTS, LISTS = ("product_line", "product_version", "media", "transcript"), ("industry", "buyer_role", "tags")
BUDGETS = ("budget_min", "budget_max")
IGNORED = {"gold", "grade", "band", "note"}  # in every file, so that labelled ones can be used as they are
REQUIRED = ("id", "title", "body", "kind")
KEYS = frozenset({*REQUIRED, *TEXTS, *LISTS, *BUDGETS})
MOST_YUAN = 10**12
MOST_WORDS, LONGEST_WORD = 100, 50  # of industries, roles, tags


class ItemProblem(ValueError):
    """What is wrong with an item, for a person."""


@dataclass(frozen=True)
class Item:
    """An item. Empty `industry` and `buyer_role` and missing budgets mean any; budgets are inclusive and in 分."""

    code: str
    title: str
    body: str
    kind: str
    industry: tuple[str, ...] = ()
    buyer_role: tuple[str, ...] = ()
    budget_min_fen: int | None = None
    budget_max_fen: int | None = None
    product_line: str | None = None
    tags: tuple[str, ...] = ()
    product_version: str | None = None
    media: str | None = None
    transcript: str | None = None

    @property
    def text(self) -> str:
        """All that is searched: title, body, tags, and what is heard in a recording."""
        heard = f" {self.transcript}" if self.transcript else ""
        return f"{self.title} {self.body} {' '.join(self.tags)}{heard}"

    @cached_property
    def content_hash(self) -> str:
        """The same for the same content only."""
        content = {name: value for name, value in vars(self).items() if name != "transcript" or value is not None}
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def as_data(self) -> dict[str, Any]:
        """As `read_item` reads it."""
        data: dict[str, Any] = {**asdict(self), "id": self.code}
        data |= {name: list(data[name]) for name in LISTS}
        for name, fen in zip(BUDGETS, (self.budget_min_fen, self.budget_max_fen), strict=True):
            data[name] = None if fen is None else fen / 100
        return {name: value for name, value in data.items() if name in KEYS and value not in (None, [])}


def read_item(data: Mapping[str, Any]) -> Item:
    """The item of one object of a file. Raises ItemProblem."""
    if missing := [key for key in REQUIRED if data.get(key) in (None, "")]:
        raise ItemProblem(f"少了{'、'.join(missing)}")
    if unknown := sorted(set(data) - KEYS - IGNORED):
        raise ItemProblem(f"不认识的键:{'、'.join(unknown)}")
    if data["kind"] not in KINDS:
        raise ItemProblem(f"kind 要是 {'、'.join(KINDS)} 之一")
    lowest, highest = (_fen(data, key) for key in BUDGETS)
    if lowest is not None and highest is not None and lowest > highest:
        raise ItemProblem("budget_min 比 budget_max 大")
    code, title, body = _text(data, "id"), _text(data, "title"), _text(data, "body")
    if not (code and _shows(title) and _shows(body)):
        raise ItemProblem("id、title 和 body 里要有字")
    return Item(
        code=code,
        title=title,
        body=body,
        kind=data["kind"],
        industry=_words(data, "industry"),
        buyer_role=_words(data, "buyer_role"),
        budget_min_fen=lowest,
        budget_max_fen=highest,
        product_line=_text(data, "product_line") or None,
        tags=_words(data, "tags"),
        product_version=_text(data, "product_version") or None,
        media=_text(data, "media") or None,
        transcript=_text(data, "transcript") or None,
    )


def read_body(text: str) -> str:
    """The words of an item as somebody says them. Raises ItemProblem."""
    body = _text({"body": text}, "body")
    if not _shows(body):
        raise ItemProblem("里面要有字")
    return body


def read_each(lines: Iterable[str]) -> Iterator[tuple[int, Item | ItemProblem]]:
    """For each of the JSON lines that holds any its number, and its item or what is wrong with it."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, read_item(_object(line))
        except ItemProblem as problem:
            yield number, problem


def _object(line: str) -> Mapping[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ItemProblem("不是 JSON") from error
    if not isinstance(data, dict):
        raise ItemProblem("要是一个 JSON 对象")
    return data


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and key in ("id", "product_version"):
        value = str(value)
    if not isinstance(value, str | None):
        raise ItemProblem(f"{key} 要是文字")
    text = plain(value or "")
    if len(text) > LONGEST[key]:
        raise ItemProblem(f"{key} 有 {len(text)} 个字,最多 {LONGEST[key]} 个")
    return text


def plain(text: str) -> str:
    """Without control characters, which no screen shows and no database keeps, but with line breaks."""
    kept = (letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def _shows(text: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def _words(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key) or []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ItemProblem(f"{key} 要是一串文字")
    if len(value) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in value):
        raise ItemProblem(f"{key} 最多 {MOST_WORDS} 个,每个最多 {LONGEST_WORD} 个字")
    return tuple(dict.fromkeys(word for word in map(plain, value) if word))


def _fen(data: Mapping[str, Any], key: str) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise ItemProblem(f"{key} 要是数字(元)")
    if not 0 <= value <= MOST_YUAN:
        raise ItemProblem(f"{key} 要在 0 到一万亿元之间")
    return round(value * 100)
