"""Which part of a correction is taken back: in 不是何总，是何经理 the first name, so that only the second is a slot."""

from __future__ import annotations

import re

from nlu.reading import Reading

Span = tuple[int, int]

_TAKEN_BACK = (
    re.compile(
        r"(?:并?不是|不叫|并非|不该是|不应该是|别[记写填]成|不要[记写填]成|没说过?|没有|哪是|哪有)(?P<zone>[^，,。；;！!？?\s是]+)"
    ),
    re.compile(
        r"(?:[写记填听弄搞变看打]成了?|当成了?)(?P<zone>[^，,。；;！!？?\s]+?)(?:了|去了|呢)(?=[，,。；;！!？?\s]|$)"
    ),
    re.compile(r"(?:把|从|由)(?P<zone>[^，,。；;！!？?\s]+?)(?=[改换写记]成|[改换]为|[改换]到|[改换](?!掉))"),
    re.compile(r"(?P<zone>[^，,。；;！!？?\s是]+)(?:不对|错了|有误|是错的|[写记填打弄搞]错了?|不准)"),
)


def taken_back(reading: Reading) -> list[Span]:
    """The stretches whose words no longer hold."""
    return [found.span("zone") for form in _TAKEN_BACK for found in form.finditer(reading.text)]
