"""A label stands in a record only where the customer said it."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "heard", "never"),
    [
        ("孙总微信上说水泵的膜想换进口的", "异议是哪一类", "竞品对比"),
        ("孙总约不上,秘书说他出差了", "联创", "拒绝见面"),
        ("孙总住院了约不上", "联创", "拒绝见面"),
        ("上午去了联创,孙总说付款流程走完了,就等盖章", "联创", "决策链未齐"),
        ("联创孙总说想看仓储系统", "感兴趣", "还在考虑"),
        ("联创孙总微信说还想要套能耗终端", "感兴趣", "还在考虑"),
    ],
)
def test_what_nobody_said_is_no_label(company: Company, words: str, heard: str, never: str) -> None:
    company.member("小周").says(words).hears(heard, never=[f"情况:[^\n]*{never}"])


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("鼎新薛总微信说想换进口的牌子", "竞品对比"),
        ("鼎新薛总约不上,说没空", "拒绝见面"),
        ("鼎新薛总微信说等老板盖章", "决策链未齐"),
        ("鼎新薛总电话里说想看看再定", "还在考虑"),
    ],
)
def test_what_the_customer_said_is(company: Company, words: str, label: str) -> None:
    company.member("小周").says(words).hears(f"情况:[^\n]*{label}")


def test_a_time_that_is_settled_agrees_to_nothing(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总微信回了,说下周二带领导来展厅")
    rep.hears("已记录")
    rep.says("定了上午十点").hears("上午十点", never=["同意了"])


def test_what_we_are_going_to_do_is_no_consent(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总微信问首付几成")
    rep.hears("已记录")
    rep.says("那我跟他们谈四成,行").hears(".", never=["同意了"])
