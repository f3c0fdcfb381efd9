"""Which customers a new name may be another spelling of: those with a person in common.

The same number says so of any two names; the same person only of names that sound or read alike, because there are
many 李总. Two shops of one house, (园区店) and (观前店), and two of a number, 一号厂 and 二号厂, are never the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from config.names import as_compared, bracketed
from nlu.text.phonetics import folded, sound_of
from sales.importing.people import Somebody
from sales.names import NamedCustomer, company_name, is_named, near

_NUMBER = re.compile(r"\d+|第[一二三四五六七八九十百]+|[一二三四五六七八九十百]+(?=[号店厂院中小校部分队期所])")
MOST_ALIKE = 30  # customers that share a person's name and a letter: more of them tell nothing
MOST_WITH_NUMBER = 3  # customers with one number: more of them have that of a switchboard, or of who fills the list in


@dataclass(frozen=True)
class Near:
    """Customer `customer_id` may be the same: its person has the same `words`, which are a phone or a contact."""

    customer_id: int
    by: str
    words: str


@dataclass
class People:
    """Who is at which customers, by number and by name. Customers are added as they come."""

    _by_number: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, customer_id: int, customer: str, person: Somebody) -> None:
        """Know that this person is at a customer."""
        known = (customer_id, customer)
        if person.phone and known not in (there := self._by_number.setdefault(as_compared(person.phone), [])):
            there.append(known)
        for sound in _sounds(customer):
            there = self._by_name.setdefault((as_compared(person.name), sound), [])
            if len(there) <= MOST_ALIKE and known not in there:
                there.append(known)

    def near(self, name: str, people: Iterable[Somebody]) -> Near | None:
        """The customer of which a new `name` with these people may be another spelling."""
        people = list(people)
        for person in people:
            there = self._by_number.get(as_compared(person.phone), []) if person.phone else []
            if len(there) <= MOST_WITH_NUMBER:
                for known, called in there:
                    if not _are_branches(name, called):
                        return Near(known, "phone", person.phone or "")
        for person in people:
            for known, called in self._called_alike(name, person.name):
                if not _are_branches(name, called) and _reads_alike(name, called):
                    return Near(known, "contact", person.name)
        return None

    def _called_alike(self, name: str, person: str) -> Iterator[tuple[int, str]]:
        for sound in _sounds(name):
            there = self._by_name.get((as_compared(person), sound), [])
            if len(there) <= MOST_ALIKE:
                yield from there


def _sounds(name: str) -> frozenset[str]:
    """How the letters of a name sound, without its place and legal form."""
    letters = company_name(name).core
    return frozenset(folded(sound_of(letter))[0] if sound_of(letter) else letter for letter in letters)


def _reads_alike(name: str, other: str) -> bool:
    known = NamedCustomer(0, other)
    return is_named(name, known) or is_named(other, NamedCustomer(0, name)) or bool(near(name, [known]))


def _are_branches(name: str, other: str) -> bool:
    """Whether the names are of two of a kind: they differ in what stands in brackets and in nothing else, or in their
    numbers (镇江1号机械厂, 第一人民医院)."""
    (first, own), (second, theirs) = bracketed(name), bracketed(other)
    if first == second and own != theirs and bool(own and theirs):
        return True
    numbers, others = _NUMBER.findall(name), _NUMBER.findall(other)
    return numbers != others and bool(numbers and others)
