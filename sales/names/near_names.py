"""Customers that may be meant by a name that is none of theirs: misheard (人爱 for 仁爱) or mistyped (大华料塑)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nlu.entities.company_forms import brand_of, without_generic_parts
from nlu.text.phonetics import Sound, folded, sound_of
from sales.names.company_names import SHORTEST, NamedCustomer, company_name

LONG = 5  # characters from which two may be wrong
MOST_NAMES = 4096


def near(words: str, customers: Sequence[NamedCustomer]) -> list[int]:
    """The ids of the customers whose name or alias sounds like `words`, differs in a character, or is a part of
    them; those that sound alike first."""
    typed = company_name(words).core
    if len(typed) < SHORTEST:
        return []
    heard = _sound(typed)
    ranked = [(rank, customer.id) for customer in customers if (rank := _rank(typed, heard, customer)) is not None]
    return [key for _, key in sorted(ranked)]


def forms_of(customer: NamedCustomer) -> frozenset[str]:
    """What a customer is called: its aliases, its name without place and legal form, and the telling part of that."""
    core = company_name(customer.name).core
    forms = {core, brand_of(core), *(company_name(alias).core for alias in customer.aliases)}
    return frozenset(form for form in forms if len(form) >= SHORTEST)


def _rank(typed: str, heard: Sound, customer: NamedCustomer) -> int | None:
    forms = forms_of(customer)
    if heard and any(_sound(form) == heard for form in forms):
        return 0
    if any(_mistyped(typed, form) for form in forms):
        return 1
    return 2 if any(_only_longer(typed, form) for form in forms) else None


@lru_cache(MOST_NAMES)
def _sound(name: str) -> Sound:
    return folded(sound_of(name))


def _only_longer(typed: str, form: str) -> bool:
    """Whether `typed` is `form` with words that tell no company from another."""
    before, found, after = typed.partition(form)
    return bool(found) and not without_generic_parts(before) and not without_generic_parts(after)


def _mistyped(typed: str, form: str) -> bool:
    """Whether one character, or two of a long name, are wrong, missing or too many, or some have changed places."""
    shorter = min(len(typed), len(form))
    most = 2 if shorter >= LONG else 1
    if shorter <= SHORTEST or abs(len(typed) - len(form)) > most:
        return False
    return sorted(typed) == sorted(form) or _distance(typed, form) <= most


def _distance(left: str, right: str) -> int:
    """How many characters are to be changed, added or left out."""
    row = list(range(len(right) + 1))
    for place, letter in enumerate(left, 1):
        above, row = row, [place]
        for column, other in enumerate(right, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != other)))
    return row[-1]
