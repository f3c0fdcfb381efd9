"""Whom a line names as contacts, and what it says of each: title, part in the purchase, how to reach them.

Several stand in one cell (周总、吴工), with as many titles or numbers beside them, or in columns of their own; a number
or a title may stand behind the name (周总 139…, 周总(总经理)).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from config.names import as_compared
from sales.importing import cells
from sales.importing.cells import Unreadable
from sales.importing.headings import MOST_PEOPLE, words

Problem = tuple[str, ...]  # a kind, and the words it is about
LONGEST = {"contact": 30, "title": 30, "weixin": 60, "email": 60}
MOST_CONTACTS = 10
QUOTED = 30
NUMBERS = ("", *map(str, range(2, MOST_PEOPLE + 1)))  # behind a field's name
_SEVERAL = re.compile(r"[、,，;；/|\n]|\s{2,}")
_NAMED = re.compile(r"(?P<name>[^()（）\d]+?)\s*[(（:：]?\s*(?P<phone>1[3-9]\d[- ]?\d{4}[- ]?\d{4})?\s*[)）]?")
_TITLED = re.compile(r"(?P<name>[^()（）]+)[(（](?P<title>[^()（）]+)[)）]")
_SAME = re.compile(r"^(?:微信)?同(?:上|号|手机号?|电话)$|^手机(?:号)?同?号$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(slots=True)
class Somebody:
    """A contact as a line has them. Fields are None where it does not say."""

    name: str
    title: str | None = None
    role: str | None = None
    phone: str | None = None
    weixin: str | None = None
    email: str | None = None


SAID = tuple(known.name for known in fields(Somebody) if known.name != "name")


def read(row: Mapping[str, Any], problems: list[Problem]) -> tuple[Somebody, ...]:
    """The people of a line, each once; what cannot be read is left out and named as a problem."""
    found: dict[str, Somebody] = {}
    for number in NUMBERS:
        for person in _of_columns(row, number, problems):
            known = found.setdefault(as_compared(person.name), person)
            for name in SAID:
                if getattr(known, name) is None:
                    setattr(known, name, getattr(person, name))
    if len(found) > MOST_CONTACTS:
        problems.append(("too_long", "contact", str(row.get("contact"))[:QUOTED], str(LONGEST["contact"])))
    return tuple(found.values())[:MOST_CONTACTS]


def without_name(row: Mapping[str, Any], problems: list[Problem]) -> str:
    """The numbers of a line that names nobody."""
    return "、".join(_phones(row, "", problems)[0])


def _of_columns(row: Mapping[str, Any], number: str, problems: list[Problem]) -> Sequence[Somebody]:
    """The people of the contact columns of this number."""
    if (names := row.get(f"contact{number}")) is None:
        return ()
    people = [person for part in _parts(names) if (person := _named(part, problems)) is not None]
    if not people:
        return ()
    phones, weixins = _phones(row, number, problems)
    parts = _parts(row.get(f"role{number}"))
    titles = _parts(row.get(f"title{number}")) or [part if _role(part) is None else "" for part in parts]
    ids = [part for part in _parts(row.get(f"weixin{number}")) if _is_short("weixin", part, problems)]
    beside = {
        "title": [part for part in titles if _is_short("title", part, problems)],
        "role": [_role(part) or "" for part in parts],
        "phone": phones if len(phones) == len(people) else ["、".join(phones)],
        "weixin": [phones[0] if phones and _SAME.search(part) else part for part in ids] or weixins,
        "email": [part for part in _parts(row.get(f"email{number}")) if _is_email(part, problems)],
    }
    for name, values in beside.items():
        for person, value in zip(people, values if len(values) == len(people) else values[:1], strict=False):
            if value and getattr(person, name) is None:
                setattr(person, name, value)
    return people


def _named(part: str, problems: list[Problem]) -> Somebody | None:
    """Somebody, with a number or a title behind the name."""
    found, titled = _NAMED.fullmatch(part), _TITLED.fullmatch(part)
    name, title = (titled["name"], titled["title"]) if titled is not None and found is None else (part, None)
    phone = None
    if found is not None:
        name, phone = found["name"], found["phone"]
    name = cells.text(name) or ""
    if not name or not _is_short("contact", name, problems):
        return None
    role = title if title in words().roles else None
    return Somebody(name, None if role else title, role, cells.phones(phone)[0] if phone else None)


def _phones(row: Mapping[str, Any], number: str, problems: list[Problem]) -> tuple[list[str], list[str]]:
    """The numbers of the columns for them, and what is a WeChat id too (微信同号)."""
    phones, weixin = dict[str, None](), list[str]()
    for name in ("phone", "landline"):
        written = cells.text(row.get(f"{name}{number}"))
        if written is None:
            continue
        try:
            phones |= dict.fromkeys(cells.phones(written))
            weixin += [*phones][-1:] if "微信" in written else []
        except Unreadable:
            problems.append(("no_phone", written[:QUOTED]))
    return [*phones], weixin


def _parts(cell: object) -> list[str]:
    return [part for piece in _SEVERAL.split(str(cell)) if (part := cells.text(piece))] if cell is not None else []


def _is_short(name: str, part: str, problems: list[Problem]) -> bool:
    if len(part) > LONGEST[name]:
        problems.append(("too_long", name, part[:QUOTED], str(LONGEST[name])))
        return False
    return True


def _is_email(part: str, problems: list[Problem]) -> bool:
    if _EMAIL.fullmatch(part) is None or len(part) > LONGEST["email"]:
        problems.append(("no_email", part[:QUOTED]))
        return False
    return True


@cache
def _role(part: str) -> str | None:
    return _roles().get(as_compared(part))


@cache
def _roles() -> Mapping[str, str]:
    """The buying role of each way to write it."""
    return {as_compared(name): role for role, names in words().roles.items() for name in (role, *names)}
