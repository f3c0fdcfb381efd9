"""Whether two names mean the same company: 佛山恒泰瓷砖 and 佛山市恒泰瓷砖有限公司 do, 恒泰物流 does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.names import as_compared, without_brackets
from nlu.entities.company_forms import SHORTEST as SHORTEST
from nlu.entities.company_forms import without_forms, without_generic_parts
from nlu.entities.places import PLACES_BEFORE


@dataclass(frozen=True)
class CompanyName:
    """`whole` is the name as it is compared; `core` is the same without leading `places` and the legal form."""

    core: str
    places: frozenset[str]
    whole: str


@dataclass(frozen=True)
class NamedCustomer:
    """A customer that may be meant, with the names it goes by."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


def company_name(name: str) -> CompanyName:
    """`name` in its parts, whatever its width, case, spaces and emoji."""
    whole = as_compared(name)
    core = without_forms(whole)
    place = PLACES_BEFORE.match(core)
    if place is None or len(core) - place.end() < SHORTEST:
        return CompanyName(core, frozenset(), whole)
    return CompanyName(core[place.end() :], frozenset(filter(None, place.groups())), whole)


def same_company(words: str, customers: Sequence[NamedCustomer]) -> int | None:
    """The id of the one customer that `words` mean: by equal names, by an alias, or, where only one fits, by one name
    being part of the other. None if none does or several do."""
    name = company_name(words)
    for fits in (_equal, _by_alias, _part_of):
        found = [customer.id for customer in customers if fits(name, customer)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def surely_same(words: str, customer: NamedCustomer) -> bool:
    """Whether `words` are the customer's name or an alias, and not only like it."""
    name = company_name(words)
    return _equal(name, customer) or _by_alias(name, customer)


def is_named(words: str, customer: NamedCustomer) -> bool:
    """Whether `words` are the customer's name, an alias, or a part of its name."""
    name, known = company_name(words), company_name(customer.name)
    if without_brackets(name.whole) == without_brackets(known.whole):
        return True
    part = len(name.core) >= SHORTEST and name.core in known.core and _places_agree(name, known)
    return part or surely_same(words, customer)


def _equal(name: CompanyName, customer: NamedCustomer) -> bool:
    known = company_name(customer.name)
    return name.whole == known.whole or (name.core == known.core and _places_agree(name, known))


def _by_alias(name: CompanyName, customer: NamedCustomer) -> bool:
    aliases = {company_name(alias).whole for alias in customer.aliases}
    return name.whole in aliases or (name.core in aliases and _places_agree(name, company_name(customer.name)))


def _part_of(name: CompanyName, customer: NamedCustomer) -> bool:
    known = company_name(customer.name)
    if not _places_agree(name, known):
        return False
    if len(name.core) >= SHORTEST and name.core in known.core:
        return True
    shorts = {known.core, *(company_name(alias).core for alias in customer.aliases)}
    return any(len(short) >= SHORTEST and _adds_nothing(name, short, known) for short in shorts)


def _adds_nothing(name: CompanyName, short: str, known: CompanyName) -> bool:
    """Whether `name` is `short` with more words that are generic or stand in the customer's own name."""
    if short not in name.core:
        return False
    before, _, after = name.core.partition(short)
    rests = (without_generic_parts(before), without_generic_parts(after))
    return all(not rest or rest in known.whole for rest in rests)


def _places_agree(name: CompanyName, other: CompanyName) -> bool:
    return not name.places or not other.places or bool(name.places & other.places)
