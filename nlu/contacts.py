"""People at customers as they are called: 李总, 欧阳主任, 何副总, 小田, 老秦, 苏大伟经理, Vivian."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.mentions import NameMention
from nlu.name_words import any_of, word_list
from nlu.surnames import DOUBLE, SURNAMES, TITLES
from nlu.words import is_word, reads_as_name

_SHORT = "厂院校"  # 梁厂: said to a person's face
_TITLE = re.compile(rf"副?{any_of((*TITLES, *_SHORT))}")
# What a title must not go on to: 总部, 工作, 处理, 科技, 经理人.
_GOES_ON = {
    "总": "部价是体共结之额数包装量院公厂台表览局署代承成本金预监裁办店计分归而的来值面线行",
    "工": "作程地资具厂业人期序艺商位伤装农夫龄况段号薪单匠", "处": "理置在于方分境罚长女级事所得处",
    "科": "技学室目普研长员幻班", "局": "部面势长限域", "董": "事", "姐": "妹夫", "哥": "们俩", "经理": "人室部级层",
    "主任": "务", "老师": "傅", "主管": "部单领", "老板": "娘", "会计": "师事处准部", "厂": "家长房区商方址里子矿",
    "院": "长里内方区校子墙系", "校": "长园区内方友服准对验", "助理": "", "董事长": "", "老总": "",
}  # fmt: skip
# Surnames that are above all small words: 向经理 is a name only where nothing else can be.
_SMALL_WORDS = frozenset("和向于从由应都能连与后那别时还相过经要空全双单方是有同被让到得只但须查问关解管计成就")
_CLOSED = frozenset(
    "的了是在有和跟与给对向到去来把被说要想就都也还又再没不很太吗呢吧啊我你他她它们这那个家位上下里外前后年月日号点分时"
)
_DEPARTMENT = frozenset("务部科处室区线店组间队课办场")
_NAME_COST = 12.0
_SMALL_WORD_COST = 17.0
_FULL_NAME_COST = 19.0
_YOUNG_OR_OLD = re.compile(r"[小老阿]")
_NICKNAME_COST = 12.0
_LATIN_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][a-z]{1,11}(?![A-Za-z0-9])")
_FIRST_NAMES = frozenset(word_list("first_names"))


def titled(text: str, written: str, known_ends: frozenset[int]) -> Iterator[NameMention]:
    """Surname and title, with or without a given name. `known_ends`: where a known name ended, so that a surname
    may begin there."""
    for found in _TITLE.finditer(text):
        title = found.group().removeprefix("副")
        if text[found.end() : found.end() + 1] in _GOES_ON.get(title, "") and found.end() < len(text):
            continue
        start = _start_of_name(text, found.start(), found.end(), title, known_ends)
        if start is not None:
            yield NameMention(start, found.end(), "contact", written[start : found.end()])


def _start_of_name(text: str, at: int, end: int, title: str, known_ends: frozenset[int]) -> int | None:
    for size in (2, 1):
        start = at - size
        surname = text[max(start, 0) : at]
        if start < 0 or not (surname in DOUBLE if size == 2 else surname in SURNAMES):
            continue
        if start in known_ends and (size == 2 or surname not in _SMALL_WORDS or text[start - 1 : start] not in "的了"):
            return start
        if title in _SHORT and is_word(text[start:end]):
            continue
        cost = _SMALL_WORD_COST if surname in _SMALL_WORDS else _NAME_COST
        if (not start and surname not in _SMALL_WORDS) or reads_as_name(text, start, end, cost):
            return start
    return _start_of_full_name(text, at, end) if len(title) > 1 else None


def _start_of_full_name(text: str, at: int, end: int) -> int | None:
    for size in (3, 2):
        start = at - size
        if start < 0 or text[start] not in SURNAMES or text[start] in _SMALL_WORDS or text[at - 1] in _DEPARTMENT:
            continue
        given = text[start + 1 : at]
        if not _CLOSED.isdisjoint(given) or not given.isalpha() or given.isascii() or is_word(text[start:at]):
            continue
        if reads_as_name(text, start, end, _FULL_NAME_COST):
            return start
    return None


def familiar(text: str, written: str) -> Iterator[NameMention]:
    """小田, 老秦, 阿辉."""
    for found in _YOUNG_OR_OLD.finditer(text):
        start, end = found.start(), found.start() + 2
        surname, after = text[start + 1 : end], text[end : end + 1]
        if surname not in SURNAMES or surname in _SMALL_WORDS or is_word(surname + after, 13.0):
            continue
        if is_word(text[start:end]) or after == "了" or not reads_as_name(text, start, end, _NICKNAME_COST):
            continue
        yield NameMention(start, end, "contact", written[start:end])


def latin_names(written: str) -> Iterator[NameMention]:
    """Vivian, Kevin."""
    for found in _LATIN_NAME.finditer(written):
        if found.group().lower() in _FIRST_NAMES:
            yield NameMention(*found.span(), "contact", found.group())
