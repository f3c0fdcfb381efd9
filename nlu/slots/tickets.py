"""Which department is asked for help, and by when."""

from __future__ import annotations

import re

from nlu.slots.filled import Filled, Source
from nlu.slots.times import next_time
from nlu.text.concepts import Concept

_ASKED = re.compile(
    r"(?:[请让找问给跟催叫和与]|麻烦|劳烦|烦请|需要|联系|转给?|提给|交给|通知|协调|工单给?|我们|咱们?的?)$"
)
_ACTS = re.compile(
    r"^(?:部|那边|这边|同事|同学|的?人|老师|组|团队)?"
    r"(?:[，,、 ]|[能可帮都看评过审给跟来去出回派协支配处做安联赶今明后周下查批开排挪核答和]|上门"
    r"|什么时候|尽快|确认|法务|财务|产品|技术|生产|工厂|售后|客服|研发|$)"
)
_NO_DEPARTMENT = re.compile(
    r"^(?:协议|参数|员|总监|副总|方案|资料|支持费|经理说|要求|规格|质量|线|型号|介绍|手册|标准|交流|问题|能力|上(?!门)|力|商|号|升级|改造|期|环境)"
)


def ticket(source: Source, filled: Filled) -> None:
    """The departments that are asked; where none is, the first that is named; and the deadline or appointment."""
    words = source.reading.words
    named = [
        department
        for department in source.reading.said("department")
        if not _NO_DEPARTMENT.match(words[department.end : department.end + 4])
    ]
    asked = [
        department
        for department in named
        if is_asked(words, department) or _ACTS.match(words[department.end : department.end + 12])
    ]
    for department in asked or named[:1]:
        filled.add("department", department.value, department.start, department.end)
    next_time(filled, [time for time in source.reading.times if time.next_time and time.is_point])


def is_asked(words: str, department: Concept) -> bool:
    """Whether the words before the department ask it for something."""
    return _ASKED.search(words[: department.start]) is not None
