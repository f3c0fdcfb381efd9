"""People at customers as they are called: 李总, 欧阳主任, 何副总, 小田, 老秦, 苏大伟经理, Vivian."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.mentions import NameMention
from nlu.entities.name_words import any_of, word_list
from nlu.entities.surnames import DOUBLE, SURNAMES, TITLES
from nlu.text.words import is_word, reading, reads_as_name

_SHORT = ("厂", "院", "校", "生")  # 梁厂, 麦生
_TITLE = re.compile(rf"副?{any_of((*TITLES, *_SHORT))}")
# What a title must not go on to: 总部, 工作, 处理, 科技, 经理人.
_GOES_ON = {
    "总": r"部|价|体|共|结(?!束)|之|额|数|量|院|公司|厂|台|局|署|监|裁|会计|店|计|归|而|的来|面积|值|行|经理|助(?!理)",
    "工": r"作|程|地|资|具|厂|业|人|期|序|艺|商|伤|装|农|夫|龄|况|段|号|薪|单|匠",
    "处": r"理|置|在|于|方|分|境|罚|长|女|级|事|所|得",
    "科": r"技|学|室|目|普|研|长|员|幻|班",
    "局": r"部|面|势|长|限|域",
    "厂": r"家|长|房|区|商|方|址|里|子|矿",
    "董": r"事",
    "姐": r"妹|夫",
    "哥": r"们|俩",
    "经理": r"人(?![不没也还在说])|室|部|级|层",
    "主任": r"务",
    "老师": r"傅",
    "主管": r"部|单位|领导",
    "老板": r"娘",
    "会计": r"师|事|处|准|部",
}
_ALL = re.compile(r"是(?![哪谁不做])|预算|成本|金额|代理|承包")  # 总 in its other sense unless a name must begin
_WRONG = {title: re.compile(goes_on) for title, goes_on in _GOES_ON.items()}
_POSTS = ("departments", "positions", "positions_in_department")
_POST = re.compile(rf"{any_of(tuple(word for key in _POSTS for word in word_list(key)))}[部处科室办组]?$")
_POSITIONS = frozenset(word_list("positions"))
# Surnames that are above all small words: 向经理 is a name only where nothing else can be.
_SMALL_WORDS = frozenset("代和向于从由应都能连与后那别时还相过经要空全是有同被让到得只但须查问")
_CLAUSE = frozenset(" ,。;:!?、/|()\"'")
_BRIEF = frozenset(("科", "局", *_SHORT))  # titles only where a name stands alone
_CLOSED = frozenset(
    "的了是在有和跟与给对向到去来把被说要想就都也还又再没不很太吗呢吧啊我你他她它们这那个家位上下里外前后年月日号点分时"
)
_DEPARTMENTS = frozenset(word_list("departments"))
_DEPARTMENT = frozenset("务部科处室区线店组间队课办场")
_NAME_COST = 12.0  # nats
_SURNAME_COST = 4.5
_FULL_NAME_COST = 19.0
_YOUNG_OR_OLD = re.compile(r"[小老阿]")
_NICKNAME_COST = 11.7
_GOES_ON_AS_WORD = 13.0  # 小程|序
_KNOWN_NICKNAME = 11.85  # 小时, 老师: words more frequent than this are no names
_CALLED = re.compile(rf"姓([{''.join(sorted(SURNAMES))}])(?=[\s,。;、的]|$)")
_LATIN_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][a-z]{1,11}(?![A-Za-z0-9])")
_FIRST_NAMES = frozenset(word_list("first_names"))


def titled(text: str, written: str, known_ends: frozenset[int]) -> Iterator[NameMention]:
    """Surname and title, with or without a given name. `known_ends`: where a known name ended, so that a surname
    may begin there."""
    for found in _TITLE.finditer(text):
        title = found.group().removeprefix("副")
        if goes_on(text, title, found.end()):
            continue
        start = _start_of_name(text, found.start(), found.end(), title, known_ends)
        if start is not None and text[start : found.end()] not in _POSITIONS:
            yield NameMention(start, found.end(), "contact", written[start : found.end()])


def goes_on(text: str, title: str, end: int) -> bool:
    """Whether the title that ends at `end` is the beginning of another word: 总 of 总部."""
    return title in _WRONG and _WRONG[title].match(text, end) is not None


def _start_of_name(text: str, at: int, end: int, title: str, known_ends: frozenset[int]) -> int | None:
    for size in (2, 1):
        start = at - size
        surname = text[max(start, 0) : at]
        if start < 0 or not (surname in DOUBLE if size == 2 else surname in SURNAMES):
            continue
        begins = start in known_ends or _begins_clause(text, start) or _after_post(text, start)
        if title == "总" and not begins and _ALL.match(text, end):
            continue
        if title in _BRIEF and not (begins and _ends_clause(text, end)):
            continue
        if surname in _SMALL_WORDS:
            if begins and text[at:end] not in _POSITIONS:
                return start
        elif start in known_ends or not _crossed(text, start, end) or _reads(text, start, at, end):
            return start
    return _start_of_full_name(text, at, end) if len(title) > 1 else None


def _reads(text: str, start: int, at: int, end: int) -> bool:
    return reads_as_name(text, start, end, max(_NAME_COST, _SURNAME_COST + reading(text, at, end)))


def _ends_clause(text: str, end: int) -> bool:
    return end == len(text) or text[end] in _CLAUSE or text[end] in "说讲问见觉嫌回"


def _crossed(text: str, start: int, end: int) -> bool:
    """Whether ordinary words reach into text[start:end] or are the whole of it."""
    return is_word(text[start:end]) or is_word(text[start - 1 : start + 1]) or is_word(text[end - 1 : end + 1])


def _start_of_full_name(text: str, at: int, end: int) -> int | None:
    for size in (3, 2):
        start = at - size
        if start < 0 or text[start] not in SURNAMES or text[start] in _SMALL_WORDS or text[at - 1] in _DEPARTMENT:
            continue
        if size == 2 and text[at:end] in _POSITIONS:  # 牧源场长 is more likely the 场长 of 牧源
            continue
        given = text[start + 1 : at]
        if (
            given in TITLES
            or given in _DEPARTMENTS
            or not _CLOSED.isdisjoint(given)
            or not given.isalpha()
            or given.isascii()
            or is_word(text[start:at])
        ):
            continue
        if reads_as_name(text, start, end, _FULL_NAME_COST):
            return start
    return None


def familiar(text: str, written: str) -> Iterator[NameMention]:
    """小田, 老秦; 阿辉 where nothing else is in the clause."""
    for found in _YOUNG_OR_OLD.finditer(text):
        start, end = found.start(), found.start() + 2
        surname, after = text[start + 1 : end], text[end : end + 1]
        if is_word(text[start:end], _KNOWN_NICKNAME) or is_word(surname + after, _GOES_ON_AS_WORD) or after == "了":
            continue
        chinese = "\u4e00" <= surname <= "\u9fff"
        alone = start > 0 and _begins_clause(text, start) and (not after or after in _CLAUSE) and chinese
        if text[start] == "阿" and chinese and not is_word(text[start:end]) and not is_word(text[start : end + 1]):
            alone = True
        by_surname = surname in SURNAMES and surname not in _SMALL_WORDS
        if alone or (by_surname and reads_as_name(text, start, end, _NICKNAME_COST)):
            yield NameMention(start, end, "contact", written[start:end])


def _after_post(text: str, start: int) -> bool:
    """Whether a department or a position stands right before: 后勤沙科, 项目经理向经理."""
    return _POST.search(text, max(0, start - 6), start) is not None


def _begins_clause(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in _CLAUSE


def surnames_alone(text: str, written: str) -> Iterator[NameMention]:
    """耿 of 老板姓耿."""
    for found in _CALLED.finditer(text):
        yield NameMention(*found.span(1), "contact", written[found.start(1) : found.end(1)])


def latin_names(written: str) -> Iterator[NameMention]:
    """Vivian, Kevin."""
    for found in _LATIN_NAME.finditer(written):
        if found.group().lower() in _FIRST_NAMES:
            yield NameMention(*found.span(), "contact", found.group())
