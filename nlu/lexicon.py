"""The names a company knows, found in text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

KINDS = {
    "products": "product",
    "members": "person",
    "industries": "industry",
    "buyer_roles": "buyer_role",
    "regions": "region",
    "skus": "sku",
}


@dataclass(frozen=True)
class NameMention:
    start: int
    end: int
    kind: str
    value: str
    certain: bool
    ambiguous: bool


@dataclass(frozen=True)
class Lexicon:
    names: tuple[tuple[str, str, str], ...]  # words, kind, value

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Lexicon:
        names = []
        for customer in data.get("customers", ()):
            for words in (customer["name"], *customer.get("aliases", ())):
                names.append((words, "customer", customer["name"]))
            names += [(words, "contact", words) for words in customer.get("contacts", ())]
        for key, kind in KINDS.items():
            names += [(words, kind, words) for words in data.get(key, ())]
        return cls(tuple(names))

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        return cls.of(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) or {})


class NameIndex:
    def __init__(self, lexicon: Lexicon) -> None:
        self._names: dict[str, set[tuple[str, str]]] = {}
        for words, kind, value in lexicon.names:
            self._names.setdefault(words, set()).add((kind, value))
        self._longest = max(map(len, self._names), default=0)

    def find(self, text: str) -> list[NameMention]:
        found, at = [], 0
        while at < len(text):
            for size in range(min(self._longest, len(text) - at), 0, -1):
                if named := self._names.get(text[at : at + size]):
                    kind, value = sorted(named)[0]
                    shared = len(named) > 1
                    words = text[at : at + size]
                    found.append(NameMention(at, at + size, kind, words if shared else value, True, shared))
                    at += size
                    break
            else:
                at += 1
        return found


def index_of(lexicon: Lexicon, cache: Path | None) -> NameIndex:
    return NameIndex(lexicon)
