"""Companies that no lexicon knows, by the form of their names and where they stand: 新线索:铜川渭北农资,甄经理."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nlu.entities.company_forms import HOUSES, TRADES, brand_of
from nlu.entities.mentions import NameMention
from nlu.entities.name_words import word_list
from nlu.entities.places import PLACES, PLACES_BEFORE
from nlu.entities.surnames import SURNAMES
from nlu.text.words import cut, is_word, reading

_CLAUSE = re.compile(r"[^\s,。;:!?、/|()\"'~]+")
_LEAD = re.compile(
    r"(?:新|潜在|生)(?:的)?(?:增|进|开发|加|建)?(?:一?[个条位家])?(?:的)?(?:客户|线索|商机|单位)|线索|录[入个下进上]|登记|建档|建个|名片|留资|收录|"
    r"没录过|加客户|加个|加一个|先录|介绍的?|转来|私信|留言|新认识|陌拜|地推|第一次接触|新的"
)
_CALLED = re.compile(
    r"(?:(?:客户|公司|单位|企业|品牌|名字|[店馆厂校院楼行家])叫|名叫|叫做|(?:公司|单位|客户|店名)是|客户名是?|店名)$"
)
_NAMED = re.compile(rf"(?:{_CALLED.pattern}|(?:录入|收录|新建商机|线索)$|(?:^|[\s,。:;])(?:客户|单位)$)")
_BACK = 5  # characters looked back
_LINK = re.compile(r"(?:的|那边的?|这边的?|家的?)?")
_BEFORE_ASKED = re.compile(
    r"(?:^|\W|[看查](?:看|查|下|一下|一看)?|[去见](?:了|过|完)(?:一?趟)?|[跟和给]|拜访(?:了|完)?|联系(?:了|下|一下)?|了解(?:下|一下))$"
)
_BEHIND_ASKED = re.compile(
    r"的?(?:$|[,。?!]|情况|现在|目前|最近|资料|信息|进度|进展|档案|联系人|单子|库存|回款|欠款|账期|应收|物流|货|健康|怎么样|怎样|咋样|什么[情时阶进]|啥[情时进]|到哪|到什么|到了"
    r"|到[需方报合]|进[需方报合]|谁|签|丢|黄|成交|欠|付|还[差欠有]|会不会|有没有|那[边单]|这[边单]|聊|谈|通)"
)
_ABOUT = re.compile(r"那单|这单|那个单|那边|那儿|的单子|那一单")
_LONGEST, _LONGEST_CALLED, _LONGEST_BRAND = 14, 6, 4
_SHORTEST = 2  # characters of the shortest name
_EVERYDAY = 11.5  # nats: words more frequent are no company's own name
_RARE = 13.0
_RARE_LETTERS = 7.5  # nats for each character
_CAN = re.compile(r"[能会可该][带做用接装配送看买卖养]")  # 能带宠物
_FORMS = frozenset(("公司", "集团", "工厂", "学校", "医院", "酒店"))  # these begin no name
_COUNTS = "一二两三四五六七八九十几百千万"
_BRANCH = ("分", "总", "子")
_DEPARTMENT = "部科处课室办组"
_NOT_FIRST = _COUNTS + _DEPARTMENT
_PEOPLE = ("contact", "buyer_role")


def companies(said: str, text: str, known: Sequence[NameMention]) -> Iterator[NameMention]:
    """`known`: the names found before, left to right; companies stand between them."""
    lead, waiting = False, deque(known)
    for clause in _CLAUSE.finditer(said):
        at = clause.start()
        for one in (*_up_to(clause.end(), waiting), None):
            end = one.start if one else clause.end()
            place = _Place(at, end, one.kind if one else "", lead and at == clause.start())
            if end - at >= _SHORTEST and (found := _company(said, place)):
                lead = False
                yield NameMention(*found, "customer", text[found[0] : found[1]])
            if one:
                at = one.end
        lead = lead or bool(_LEAD.search(said, clause.start(), clause.end()))


def _trade_at(said: str, words: Sequence[tuple[int, int]], place: _Place) -> frozenset[str]:
    """咨询 that ends a name which has no trade yet (安平咨询), not what somebody did (嘉禾食品咨询)."""
    for (_, stop), (begin, end) in pairwise(words):
        if (
            said[begin:end] in _endings()
            and _closes(said, end, place)
            and said[place.start : stop][-2:] not in _endings()
        ):
            return frozenset((said[begin:end],))
    return frozenset()


def _up_to(end: int, waiting: deque[NameMention]) -> Iterator[NameMention]:
    while waiting and waiting[0].start < end:
        yield waiting.popleft()


class _Place(NamedTuple):
    """Words between two names or ends of a clause."""

    start: int
    end: int
    follower: str  # the kind of name after them
    lead: bool  # the clause begins here, after one that announced a lead


def _company(said: str, place: _Place) -> tuple[int, int] | None:
    words = cut(said, place.start, place.end)
    for seldom, fits in ((_never(), _by_form), (_seldom(), _by_context)):
        for begin, stop in _pieces(said, words, seldom - _trade_at(said, words, place)):
            if _SHORTEST <= stop - begin <= _LONGEST and fits(said, begin, stop, place):
                return begin, stop
    return None


def _by_form(said: str, begin: int, stop: int, place: _Place) -> bool:
    """A place and more, where more is a trade or the name was announced or a person follows; a trade, where the name
    was announced."""
    name, named, closes = said[begin:stop], _is_named(said, begin, place), _closes(said, stop, place)
    before = PLACES_BEFORE.match(name)
    own = name[before.end() :] if before else name
    ending = _ending_of(own)
    brand = own[: len(own) - len(ending)]
    if len(own) == len(name):
        house = ending in _houses() and len(brand) >= _SHORTEST and brand_of(brand) not in _endings()
        return bool(named and closes and ending and (house or _tells(brand, _EVERYDAY)))
    if ending:
        return brand not in _BRANCH and (ending in _houses() or len(brand) >= _SHORTEST)
    everyday = is_word(own, _EVERYDAY) and own not in _endings()
    return closes and (named or place.follower in _PEOPLE) and len(own) >= _SHORTEST and not everyday


def _by_context(said: str, begin: int, stop: int, place: _Place) -> bool:
    """What is no company by form but by what stands around it."""
    own, closes = said[begin:stop], _closes(said, stop, place)
    if _has_small_words(own) or own[0] in _NOT_FIRST or _CAN.search(own):
        return False
    if ending := _ending_of(own):
        known_kind = ending in _houses() or place.follower in _PEOPLE or _is_asked_about(said, begin, stop)
        return _tells(own[: -len(ending)], _EVERYDAY if known_kind else _RARE)
    if not closes or own.isascii() or not own.isalpha() or own[-1] in _DEPARTMENT or own in _no_names():
        return False
    called = bool(_CALLED.search(said, max(0, begin - _BACK), begin))
    if not called and place.follower != "contact" and any(to - at > 1 for at, to in cut(said, begin, stop)):
        return False
    if any(is_word(said[at:to], _EVERYDAY) for at, to in cut(said, begin, stop)):
        return False
    if _is_named(said, begin, place):
        return len(own) <= _LONGEST_CALLED
    rare = reading(said, begin, stop) > _RARE_LETTERS * len(own)
    about = _ABOUT.match(said, stop) and own[0] not in SURNAMES and rare
    return len(own) <= _LONGEST_BRAND and bool(place.follower in _PEOPLE or about)


def _is_named(said: str, begin: int, place: _Place) -> bool:
    return (place.lead and begin == place.start) or bool(_NAMED.search(said, max(0, begin - _BACK), begin))


def _is_asked_about(said: str, begin: int, stop: int) -> bool:
    """Whether it stands where customers stand in plain requests: 看下锦绣陶瓷的情况, 去了趟锦绣陶瓷."""
    before = _BEFORE_ASKED.search(said, max(0, begin - _BACK), begin)
    return bool(before and _BEHIND_ASKED.match(said, stop))


def _closes(said: str, stop: int, place: _Place) -> bool:
    return bool(_LINK.fullmatch(said, stop, place.end)) or bool(_ABOUT.match(said, stop))


def _pieces(said: str, words: Sequence[tuple[int, int]], outside: frozenset[str]) -> list[tuple[int, int]]:
    """Where `words`, which follow one another, are between those of them that belong to no name."""
    pieces, at = [], words[0][0]
    for begin, stop in words:
        if said[begin:stop] in outside or (begin == at and said[begin:stop] in _FORMS):
            pieces.append((at, begin))
            at = stop
    return [(begin, stop) for begin, stop in (*pieces, (at, words[-1][1])) if begin < stop]


def _ending_of(name: str) -> str:
    """The trade or kind of house at the end of `name`."""
    for size in range(min(6, len(name) - 1), 0, -1):
        if (ending := name[-size:]) in _endings() and not is_word(name[-size - 1 :]):
            return ending
    return ""


def _has_small_words(own: str) -> bool:
    """Whether small words are in it, or one character twice and no more (练练)."""
    return not _small_words().isdisjoint(own) or "一" in own or (len(own) == _SHORTEST and own[0] == own[1])


def _tells(brand: str, everyday: float) -> bool:
    """Whether `brand` is more than a general word before a trade (大型机械)."""
    brand = brand_of(brand)
    telling = len(brand) >= _SHORTEST and not brand.isascii() and not is_word(brand, everyday)
    return telling and brand not in _endings() and brand not in _general()


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    return frozenset(word_list("never_in_names"))


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    return frozenset(word_list("before_any_trade"))


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    return frozenset(word for word in _never() if len(word) == 1)


@lru_cache(maxsize=1)
def _seldom() -> frozenset[str]:
    return frozenset((*word_list("never_in_names"), *word_list("seldom_in_names")))


@lru_cache(maxsize=1)
def _houses() -> frozenset[str]:
    return frozenset(HOUSES)


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    return frozenset((*PLACES, *HOUSES, *TRADES))


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    return frozenset((*HOUSES, *TRADES))
