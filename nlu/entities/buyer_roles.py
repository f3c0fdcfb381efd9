"""Positions of the people who buy, said as a role: 采购总监, 设备科主任, CTO说."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.mentions import NameMention
from nlu.entities.name_words import any_of, word_list

_IN_DEPARTMENT = re.compile(
    rf"{any_of(word_list('departments'))}(?:[部科处室办课组]|中心)?的?(?:副|总)?"
    rf"{any_of(word_list('positions_in_department'))}(?![部价是体共结额数包量])"
)
_BARE = re.compile(rf"(?:(?<![a-z])(?=[a-z])|(?![a-z])){any_of(word_list('positions'))}")
_BACK = 4  # characters looked back
_OWN = re.compile(r"(?:让|请|问|找|麻烦|劳烦|叫|转|我们|咱们?)$")  # then it is a colleague
_OUR_DEPARTMENTS = re.compile(r"产品|技术|研发|法务|财务|客服|售后|生产")
_ASKED = re.compile(r"(?:让|请|问|找|麻烦|劳烦|叫|转|给|和|我们|咱们?)$")
_NOT_A_BUYER = re.compile(
    r"(?:要|想|集团|集中|统一|准备|计划|打算|可以|能|再|来|批量|政府|已经|继续|重新|首次|年度|负责|了)$"
)
_BUYER_SAYS = re.compile(
    r"说|嫌|问|讲|觉|不|要|想|让|老|姓|没|卡|压|那边|这边|那关|跟|怕|担|点|同|拒|约|拖|提|总是|经常|最|一直|已经|也|都|怎|和|"
    r"的?$|[\s,。;、]"
)
_STAFF = frozenset(("财务", "会计", "出纳"))
_BOSSES = frozenset(("老板", "老总", "老板娘", "大老板", "总监"))
_DEALT_WITH = re.compile(r"(?:扮演?|演一?个?|对付|面对|搞定|应付|应对|的|来个?|难缠的?|强势的?|精明的?|挑剔的?)个?$")
_BOSS_SAYS = re.compile(r"姓|嫌|压价|说贵|管钱")


def roles(text: str, written: str, contact_starts: frozenset[int]) -> Iterator[NameMention]:
    """`contact_starts`: where a contact begins, so that 采购 before 王经理 is his role."""
    for found in _IN_DEPARTMENT.finditer(text):
        ours = _OUR_DEPARTMENTS.match(text, found.start()) and _ends(_OWN, text, found.start())
        if found.end() in contact_starts or not ours:
            yield NameMention(*found.span(), "buyer_role", written[found.start() : found.end()])
    for found in _BARE.finditer(text):
        if found.end() in contact_starts or _is_a_person(text, found.group(), *found.span()):
            yield NameMention(*found.span(), "buyer_role", written[found.start() : found.end()])


def _is_a_person(text: str, word: str, start: int, end: int) -> bool:
    """Whether 采购 is who buys, not the buying, and 老板 the one to be dealt with, not anybody's boss."""
    if word in _BOSSES:
        begins = start == 0 or text[start - 1] in ",。;!? "
        return begins or bool(_ends(_DEALT_WITH, text, start) or _BOSS_SAYS.match(text, end))
    if word == "采购":
        about = _ends(_DEALT_WITH, text, start)
        return bool(about or (not _ends(_NOT_A_BUYER, text, start) and _BUYER_SAYS.match(text, end)))
    if word in _STAFF:
        return not _ends(_ASKED, text, start) and bool(_BUYER_SAYS.match(text, end))
    return not (text[start].isascii() and text[end : end + 1].isascii() and text[end : end + 1].isalpha())


def _ends(pattern: re.Pattern[str], text: str, end: int) -> bool:
    """Whether what stands right before `end` fits `pattern`."""
    return pattern.search(text, max(0, end - _BACK), end) is not None
