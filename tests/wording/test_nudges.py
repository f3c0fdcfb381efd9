"""A nudge says what happened, why it matters and what to do first, in less than 90 characters, whatever is known."""

from __future__ import annotations

import pytest
from testing import Company

CASES = [
    ("", "还没记过跟进", "先联系一次"),
    ("刚跟鼎新薛总通了电话,他嫌价格高", "价格敏感", "先把价格的顾虑回了"),
    ("刚拜访了鼎新薛总,说要等董事会定", "决策链未齐", "先问清谁拍板"),
    ("刚跟鼎新薛总通了电话,挺感兴趣,下周三下午三点带样机再去一趟做一次现场演示", "说好", "先把说好的事办了"),
    ("刚跟鼎新薛总通了电话,预算还没批,下周五再去", "预算未定", "先把说好的事办了"),
]


@pytest.mark.parametrize(("before", "happened", "first"), CASES)
def test_in_less_than_ninety_characters(company: Company, before: str, happened: str, first: str) -> None:
    rep = company.member("小周")
    if before:
        rep.says(before).hears("已记录")
    company.until("2026-11-25 14:30")
    nudges = [
        shown.text
        for shown in company.simulation.screens.shown
        if shown.to == "小周" and shown.kind == "nudge" and "要动一动" in shown.text
    ]
    assert len(nudges) == 1
    for part in ("需求确认超时", happened, "4 个工作小时没动就告诉主管", first):
        assert part in nudges[0]
    assert len(nudges[0]) < 90
    company.ignore()
