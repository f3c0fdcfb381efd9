"""Positions of the people who buy, said as a role: 采购总监, 设备科主任, CTO说."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.mentions import NameMention
from nlu.name_words import any_of, word_list

_IN_DEPARTMENT = re.compile(
    rf"{any_of(word_list('departments'))}(?:[部科处室办课组]|中心)?的?(?:副|总)?"
    rf"{any_of(word_list('positions_in_department'))}(?![部价是体共结额数包量])"
)
_BARE = re.compile(rf"(?<![a-z]){any_of(word_list('positions'))}(?![a-z])")
_OURS = re.compile(r"(?:我|我们|咱|咱们|等|得|要|让|由|给|找|问|们|上面)$")
_ASKED = re.compile(r"(?:让|请|问|找|麻烦|劳烦|叫|转|给|和|跟我们|我们|咱们?)$")
_NOT_A_BUYER = re.compile(
    r"(?:要|想|集团|集中|统一|准备|计划|打算|可以|能|再|来|批量|政府|已经|继续|重新|首次|年度|负责|了)$"
)
_BUYER_SAYS = re.compile(
    r"说|嫌|问|讲|觉|不|要|想|让|老|姓|没|卡|压|那边|这边|那关|跟|怕|担|点|同|拒|约|拖|提|总是|经常|最|一直|已经|也|都|怎|和|"
    r"的?$|[\s,。;、]"
)


def roles(text: str, written: str, contact_starts: frozenset[int]) -> Iterator[NameMention]:
    """`contact_starts`: where a contact begins, so that 采购 before 王经理 is his role."""
    for found in _IN_DEPARTMENT.finditer(text):
        yield NameMention(*found.span(), "buyer_role", written[found.start() : found.end()])
    for found in _BARE.finditer(text):
        if found.end() in contact_starts or _is_a_person(text, found.start(), found.end()):
            yield NameMention(*found.span(), "buyer_role", written[found.start() : found.end()])


def _is_a_person(text: str, start: int, end: int) -> bool:
    word, before = text[start:end], text[max(0, start - 4) : start]
    if word in ("采购", "财务", "会计", "出纳"):
        asked = _ASKED if word != "采购" else _NOT_A_BUYER
        return not asked.search(before) and bool(_BUYER_SAYS.match(text, end))
    if word in ("老板", "老总", "老板娘", "大老板", "总监"):
        return not _OURS.search(before)
    return True
