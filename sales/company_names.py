"""Whether two names mean the same company: 佛山恒泰瓷砖 and 佛山市恒泰瓷砖有限公司 do, 恒泰物流 does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.entities.company_forms import SHORTEST as SHORTEST
from nlu.entities.company_forms import without_forms, without_generic_parts
from nlu.entities.places import PLACES_BEFORE


@dataclass(frozen=True)
class CompanyName:
    """`core` is what tells it from others; `places` stood before it, `whole` is the name as compared."""

    core: str
    places: frozenset[str]
    whole: str


@dataclass(frozen=True)
class Known:
    """A customer that may be meant."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


def company_name(name: str) -> CompanyName:
    """`name` taken apart, whatever its width, case and spaces."""
    whole = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()
    core = without_forms(whole)
    place = PLACES_BEFORE.match(core)
    if place is None or len(core) - place.end() < SHORTEST:
        return CompanyName(core, frozenset(), whole)
    return CompanyName(core[place.end() :], frozenset(filter(None, place.groups())), whole)


def same_company(said: str, known: Sequence[Known]) -> int | None:
    """The id of the one known customer that `said` means: by equal names, by an alias, or, where only one
    fits, by one name being part of the other. None where none does or several do."""
    name = company_name(said)
    for means in (_equal, _by_alias, _part_of):
        found = [one.id for one in known if means(name, one)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _equal(said: CompanyName, one: Known) -> bool:
    other = company_name(one.name)
    return said.whole == other.whole or (said.core == other.core and _same_place(said, other))


def _by_alias(said: CompanyName, one: Known) -> bool:
    aliases = {company_name(alias).whole for alias in one.aliases}
    return said.whole in aliases or (said.core in aliases and _same_place(said, company_name(one.name)))


def _part_of(said: CompanyName, one: Known) -> bool:
    other = company_name(one.name)
    if not _same_place(said, other):
        return False
    if len(said.core) >= SHORTEST and said.core in other.core:
        return True
    shorts = {other.core, *(company_name(alias).core for alias in one.aliases)}
    return any(len(short) >= SHORTEST and _adds_nothing(said, short, other) for short in shorts)


def _adds_nothing(said: CompanyName, short: str, other: CompanyName) -> bool:
    """`said` is `short` with more words, and these are general or the customer's own."""
    if short not in said.core:
        return False
    before, _, after = said.core.partition(short)
    rests = (without_generic_parts(before), without_generic_parts(after))
    return all(not rest or rest in other.whole for rest in rests)


def _same_place(one: CompanyName, other: CompanyName) -> bool:
    return not one.places or not other.places or bool(one.places & other.places)
