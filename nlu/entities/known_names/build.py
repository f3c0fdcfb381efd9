"""The names of a whole lexicon as sorted arrays (`KnownNames` reads them).

Every spelling of every customer and list is a row: what it may mean, and by which sound it is recognised. Equal rows
are one with their number, because a name goes only when nobody has it any more. Rows are plain numbers from the
beginning: as Python objects 100,000 customers would take a gigabyte.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from config.collector import uncollected
from nlu.entities.known_names.arrays import packed
from nlu.entities.known_names.sorted_keys import KEY_BITS, key_of, starts_of
from nlu.entities.known_names.sounds import BEGINNING, FEWEST, MOST, sound_key, sound_of_name
from nlu.entities.known_names.spellings import RANKS, Meaning, Spelt, of_customer, of_list
from nlu.lexicon import ENCODING, LISTS, Customer, Lexicon
from nlu.text.phonetics import folded

Numbers = np.ndarray[Any, Any]
_SPARE_BITS = 3
_COLUMNS = {
    "spelling": "Q", "meaning": "B", "value": "I", "begins": "Q", "size": "I", "sound": "Q", "folded": "Q", "pair": "Q",
}  # fmt: skip


def build(lexicon: Lexicon) -> bytes:
    """The arrays of a lexicon. Raises LexiconError."""
    with uncollected():
        rows = _Rows()
        listed: dict[str, Counter[str]] = {key: Counter() for key in LISTS}
        for customer in lexicon.customers.values():
            rows.add(of_customer(customer))
            for key, name in customer.listed:
                listed[key][name] += 1
        for key in LISTS:
            rows.add(of_list(key, tuple(sorted({*lexicon.lists[key], *listed[key]}))))
        head = {"lists": lexicon.lists, "listed": listed}
        return packed(head, {**rows.arrays(), **_customers(lexicon.customers)})


class _Rows:
    """Rows in columns, and the values of their meanings, each once."""

    def __init__(self) -> None:
        self._columns = {name: array(code) for name, code in _COLUMNS.items()}
        self._values: dict[str, int] = {}

    def add(self, spelt: Iterable[Spelt]) -> None:
        columns = self._columns
        for spelling, meaning in spelt:
            place = self._values.setdefault(meaning.value, len(self._values))
            row = (_meaning(meaning), place, *_keys(spelling, meaning.kind, meaning.certain))
            for name, number in zip(_ROW, row, strict=True):
                columns[name].append(number)

    def arrays(self) -> dict[str, Numbers]:
        """All that can be looked up."""
        rows = {name: np.array(column, dtype=column.typecode) for name, column in self._columns.items()}
        rows, count = _each_once(rows, ("spelling", "meaning", "value"))
        first = _firsts(rows["spelling"])
        certain = rows["meaning"] % 2 == 1
        decided = np.maximum.reduceat(certain, first) if len(first) else certain
        stands = certain | ~np.repeat(decided, np.diff(np.append(first, len(certain))))
        heard = {name: column[stands & (rows["sound"] > 0)] for name, column in rows.items()}
        return {
            **_group("spelling", rows, "spelling", count),
            "longest": _longest(rows["begins"], rows["size"]),
            **_of_sounds(heard),
            **_texts("value", self._values),
        }


def _longest(begins: Numbers, sizes: Numbers) -> Numbers:
    """The longest spelling, by the first bits of the key of its first two characters: 0 where none begins so. So many
    bits that hardly two beginnings share theirs; where they do, a text is looked at once in vain."""
    bits = len(_firsts(np.sort(begins))).bit_length() + _SPARE_BITS
    longest = np.zeros(1 << bits, np.uint32)
    np.maximum.at(longest, begins >> np.uint64(KEY_BITS - bits), sizes)
    return longest


def _of_sounds(heard: dict[str, Numbers]) -> dict[str, Numbers]:
    """Who is recognised by a sound, by a folded sound, and how many of the latter that can only be one begin alike."""
    heard["meaning"] = heard["meaning"] & 0xFE  # a name is heard or not: certain or derived is all the same
    exact, exact_count = _each_once(heard, ("sound", "meaning", "value"))
    similar, similar_count = _each_once(heard, ("folded", "meaning", "value"))
    first = _firsts(similar["folded"])
    only = first[np.diff(np.append(first, len(similar["folded"]))) == 1]
    only = only[np.argsort(similar["pair"][only], kind="stable")]
    pairs, sizes = similar["pair"][only], similar["size"][only]
    starts = _firsts(pairs)
    numbers = [
        np.add.reduceat((sizes == size).astype(np.uint32), starts) if len(starts) else np.zeros(0, np.uint32)
        for size in range(FEWEST, MOST + 1)
    ]
    return {
        **_group("sound", exact, "sound", exact_count),
        **_group("folded", similar, "folded", similar_count),
        **_keyed("pair", pairs[starts]),
        "pair_sizes": np.stack(numbers, axis=1).reshape(-1).astype(np.uint32),
    }


def _customers(customers: Mapping[int, Customer]) -> dict[str, Numbers]:
    """Every customer as it was given, by id."""
    ids = sorted(customers)
    texts = (
        json.dumps((it.name, it.aliases, it.contacts, it.listed), ensure_ascii=False)
        for it in (customers[key] for key in ids)
    )
    return {"customer_ids": np.array(ids, dtype=np.int64), **_texts("customer", texts)}


def _texts(name: str, texts: Iterable[str]) -> dict[str, Numbers]:
    """Texts one behind the other, and where each begins."""
    content, starts = bytearray(), array("I", [0])
    for text in texts:
        content += text.encode(*ENCODING)
        starts.append(len(content))
    return {
        f"{name}_starts": np.array(starts, dtype=np.uint32),
        f"{name}_texts": np.array(content, dtype=np.uint8),
    }


def _group(name: str, rows: dict[str, Numbers], key: str, count: Numbers) -> dict[str, Numbers]:
    """Rows by `key`, which they are sorted by: the keys, where the rows of each begin, and the rows."""
    first = _firsts(rows[key])
    return {
        **_keyed(name, rows[key][first]),
        f"{name}_rows": np.append(first, len(count)).astype(np.uint32),
        f"{name}_meaning": rows["meaning"],
        f"{name}_value": rows["value"].astype(np.uint32),
        f"{name}_count": count.astype(np.uint32),
    }


def _keyed(name: str, keys: Numbers) -> dict[str, Numbers]:
    return {f"{name}_keys": keys.astype(np.uint64), f"{name}_buckets": starts_of(keys.astype(np.uint64))}


def _each_once(rows: dict[str, Numbers], by: tuple[str, ...]) -> tuple[dict[str, Numbers], Numbers]:
    """Rows in the order of `by`, those that are equal in it once, and how often each was there."""
    order = np.lexsort([rows[name] for name in reversed(by)])
    rows = {name: column[order] for name, column in rows.items()}
    first = np.flatnonzero(np.any([_changes(rows[name]) for name in by], axis=0)) if len(order) else order
    return {name: column[first] for name, column in rows.items()}, np.diff(np.append(first, len(order)))


def _firsts(ordered: Numbers) -> Numbers:
    """Where each value of a sorted column begins."""
    return np.flatnonzero(_changes(ordered))


def _changes(column: Numbers) -> Numbers:
    return np.append(np.ones(min(1, len(column)), dtype=bool), column[1:] != column[:-1])


def _meaning(meaning: Meaning) -> int:
    return RANKS.index(meaning.kind) * 2 + meaning.certain


@lru_cache(maxsize=4096)
def _keys(spelling: str, kind: str, certain: bool) -> tuple[int, ...]:
    """The keys of a row: of the spelling, of its first two characters, its length, and its sounds, 0 without."""
    spelt = (key_of(spelling), key_of(spelling[:BEGINNING]), len(spelling))
    sound = sound_of_name(spelling, kind, certain)
    similar = folded(sound)
    return (*spelt, *map(sound_key, (sound, similar, similar[:BEGINNING]))) if sound else (*spelt, 0, 0, 0)


_ROW = ("meaning", "value", "spelling", "begins", "size", "sound", "folded", "pair")
