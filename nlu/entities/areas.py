"""Regions and industries that everybody knows, in the places where they are meant as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlu.entities.mentions import NameMention
from nlu.rules import any_of, rules

Parts = tuple[tuple[str, str], ...]
_RULES = rules("places")


def regions(text: str, written: str, known: tuple[str, ...]) -> Iterator[NameMention]:
    """大区 wherever they are said; provinces and cities where no journey and no company is meant. `known`: the
    lexicon's regions, of which one may be called 华东大区 in full."""
    for found in _RULES["region"].finditer(text):
        owners = [name for name in known if found.group() in name]
        value = owners[0] if len(owners) == 1 else written[found.start() : found.end()]
        yield NameMention(*found.span(), "region", value)
    for found in _RULES["place"].finditer(text):
        start, end = found.span()
        if _RULES["as_area"].match(text, end) and not _RULES["gone_to"].search(text, max(0, start - 4), start):
            yield NameMention(start, end, "region", written[start:end])


def industries(text: str, written: str, roles: frozenset[int], known: Parts) -> Iterator[NameMention]:
    """Where 行业, 客户 and the like follow, or a role (K12校长), or nothing else is in the clause. `roles`: where
    roles begin; `known`: words of the lexicon's industries and the one industry each belongs to."""
    owner = dict(known)
    for found in _words_for(known).finditer(text):
        start, end = found.span()
        begins = _RULES["clause_before_industry"].search(text, max(0, start - 7), start)
        alone = begins and _RULES["clause_after_industry"].match(text, end)
        if alone or end in roles or _RULES["as_industry"].match(text, end):
            yield NameMention(start, end, "industry", owner.get(found.group(), written[start:end]))


@lru_cache(maxsize=4)
def _words_for(known: Parts) -> re.Pattern[str]:
    general = (word.lower() for word in _RULES.words("industries"))
    return re.compile(any_of((*general, *(part for part, _ in known))))
