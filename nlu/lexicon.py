"""What a company knows by name: its customers and their contacts, its products, members and so on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from config.collector import uncollected
from config.files import why_not

LISTS = ("products", "skus", "members", "industries", "buyer_roles", "regions")
ENCODING = "utf-8", "surrogatepass"  # a name may hold anything that a message or a file can
_OF_CUSTOMER = ("aliases", "contacts")
_KEY_DIGITS = 16


class LexiconError(ValueError):
    """What is wrong with a lexicon, worded for whoever wrote it."""


@dataclass(frozen=True)
class Customer:
    """A customer with the other names it goes by and the people there. `listed`: further names that are known through
    it, each with its key of LISTS: its industry, the products of its deals."""

    name: str
    aliases: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Changes:
    """What has become of a lexicon: customers by id as they are now, None where there is none any more, and the lists
    that are others now, whole."""

    customers: Mapping[int, Customer | None] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Names = tuple[Mapping[int, Customer], Mapping[str, tuple[str, ...]]]  # customers by id, and the names of LISTS


class Lexicon:
    """Immutable; lexicons with equal `key` hold the same. What was read from a file is parsed when first asked for,
    because a large file takes a second and an index found by its key does not need it; errors show then."""

    def __init__(self, key: str, load: Callable[[], Names]) -> None:
        self.key = key
        self._load = load

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @classmethod
    def known(cls, customers: Mapping[int, Customer], lists: Mapping[str, tuple[str, ...]]) -> Lexicon:
        """Of customers by id, and the lists beside them."""
        state = hashlib.sha256(json.dumps(lists, ensure_ascii=False, sort_keys=True).encode(*ENCODING))
        for key, customer in customers.items():
            state.update(json.dumps((key, *astuple(customer)), ensure_ascii=False).encode(*ENCODING))
        return cls(state.hexdigest()[:_KEY_DIGITS], lambda: (customers, lists))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Lexicon:
        """From keys `customers` ({name, aliases, contacts}) and the lists of strings in LISTS, all optional."""
        whole = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
        names = _names(data)
        return cls(_hash(whole.encode(*ENCODING)), lambda: names)

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        """From a YAML file of the same keys."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise LexiconError(f"词表文件打不开:{path}({why_not(error)})") from error
        return cls(_hash(content), lambda: _names(_yaml(content, path)))

    @property
    def customers(self) -> Mapping[int, Customer]:
        """By id; in a file these are their places in the list."""
        return self._names[0]

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The names under each key of LISTS."""
        return {key: self._names[1].get(key, ()) for key in LISTS}

    @cached_property
    def _names(self) -> Names:
        return self._load()


def _names(data: Any) -> Names:
    if data is None:
        data = {}
    if not isinstance(data, Mapping):
        raise LexiconError("词表最外层应该是 customers、products 这样的键")
    if unknown := set(data) - {"customers", *LISTS}:
        raise LexiconError(f"词表里有不认识的键:{'、'.join(sorted(map(str, unknown)))}")
    entries = data.get("customers") or ()
    if not isinstance(entries, list | tuple):
        raise LexiconError("customers 应该是一个列表")
    customers = {number: _customer(entry, number) for number, entry in enumerate(entries, 1)}
    return customers, {key: _strings(data.get(key), key) for key in LISTS}


def _customer(entry: Any, number: int) -> Customer:
    where = f"customers 第 {number} 个"
    if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise LexiconError(f"{where}没有 name")
    aliases, contacts = (_strings(entry.get(key), f"{where}({entry['name']})的 {key}") for key in _OF_CUSTOMER)
    return Customer(entry["name"].strip(), aliases, contacts)


def _strings(values: Any, where: str) -> tuple[str, ...]:
    if values is None:
        return ()
    if not isinstance(values, list | tuple):
        raise LexiconError(f"{where} 应该是一个列表")
    if wrong := [value for value in values if not isinstance(value, str | int | float)]:
        raise LexiconError(f"{where} 里有一项不是文字:{wrong[0]!r}")
    return tuple(name for value in values if (name := str(value).strip()))


def _yaml(content: bytes, path: Path) -> Any:
    try:
        with uncollected():
            return yaml.load(content, yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f",第 {mark.line + 1} 行附近" if mark else ""
        raise LexiconError(f"词表不是有效的 YAML:{path}{where}") from error


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_KEY_DIGITS]
