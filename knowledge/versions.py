"""Versions of an item: those of one title and product line. Only the newest is current; an older one is found by a
question that names its version."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from knowledge.items import Item

NAMED = re.compile(r"(?<![\d.])[VvＶ]?(\d+(?:\.\d+)+)(?![\d.]*\d)|[VvＶ](\d+)(?![\d.])|(?<![\d.])(\d+)\s*版")
Version = tuple[int, ...]


def version(text: str | None) -> Version:
    """The parts of a version as numbers, so that 9.0 is before 10.1; without zeros at its end."""
    parts = [int(part) for part in re.findall(r"\d+", text or "")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def named(query: str) -> frozenset[Version]:
    """The versions that a question names: 1.3版, V2, 10.2."""
    return frozenset(version(next(filter(None, found.groups()))) for found in NAMED.finditer(query))


def families(items: Sequence[Item]) -> list[list[int]]:
    """The items as their places, those of one title and product line together."""
    found: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        found[item.title, item.product_line].append(place)
    return list(found.values())


def current(items: Sequence[Item], family: Sequence[int], asked: frozenset[Version]) -> list[int]:
    """Of a family those that a question may find: the version that it names, else the newest."""
    versions = {place: version(items[place].product_version) for place in family}
    meant = [place for place in family if versions[place] and versions[place] in asked]
    newest = max(versions.values())
    return meant or [place for place in family if versions[place] == newest]
