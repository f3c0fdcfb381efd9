"""Regions and industries that everybody knows, in the places where they are meant as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlu.entities.mentions import NameMention
from nlu.entities.name_words import any_of, word_list
from nlu.entities.places import PLACE

Parts = tuple[tuple[str, str], ...]
_REGION = re.compile(any_of(word_list("regions")))
_GONE_TO = re.compile(r"(?:去|到|在|飞|从|回|往|来|跑|住)(?:了|过|趟)?$")
_AS_AREA = re.compile(r"(?:大区|片区|区域|地区|市场|团队|那家|那边的?(?:客户|单子)|(?:的|省|市)?(?:$|[\s,。;、/!?]))")
_AS_INDUSTRY = re.compile(
    r"行业|领域|赛道|板块|行当|客户|这块|那块|这类|类的?(?:客户|案例)|的?(?:案例|场景|打法|话术|解决方案|常识|知识)|线的"
)
_CLAUSE_BEFORE = re.compile(r"(?:^|[\s,。;、/!?:])(?:做|搞|行业(?:应该|该|改)?(?:是|成|为)?)?$")
_CLAUSE_AFTER = re.compile(r"的?(?:$|[\s,。;、/!?])")


def regions(said: str, text: str, known: tuple[str, ...]) -> Iterator[NameMention]:
    """大区 wherever they are said; provinces and cities where no journey and no company is meant. `known`: the
    lexicon's regions, one of which may be called 华东大区 in full."""
    for found in _REGION.finditer(said):
        owners = [name for name in known if found.group() in name]
        value = owners[0] if len(owners) == 1 else text[found.start() : found.end()]
        yield NameMention(*found.span(), "region", value)
    for found in PLACE.finditer(said):
        start, end = found.span()
        if _AS_AREA.match(said, end) and not _GONE_TO.search(said, max(0, start - 4), start):
            yield NameMention(start, end, "region", text[start:end])


def industries(said: str, text: str, roles: frozenset[int], known: Parts) -> Iterator[NameMention]:
    """Where 行业, 客户 and the like follow, or a role (K12校长), or nothing else is in the clause. `roles`: where
    roles begin; `known`: words of the lexicon's industries and the one industry each belongs to."""
    owner = dict(known)
    for found in _words_for(known).finditer(said):
        start, end = found.span()
        alone = _CLAUSE_BEFORE.search(said, max(0, start - 7), start) and _CLAUSE_AFTER.match(said, end)
        if alone or end in roles or _AS_INDUSTRY.match(said, end):
            yield NameMention(start, end, "industry", owner.get(found.group(), text[start:end]))


@lru_cache(maxsize=4)
def _words_for(known: Parts) -> re.Pattern[str]:
    general = (word.lower() for word in word_list("industries"))
    return re.compile(any_of((*general, *(re.escape(part) for part, _ in known))))
