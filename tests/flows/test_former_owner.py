"""Whoever asks for a customer that was handed to a colleague hears to whom it went and when, and nothing else of it."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import FollowUp

GONE = "^广州米果食品有限公司今天.11月23日.由老板转给小吴跟了,不归你看了。"
NOTHING_ELSE = ["分拣", "尹总", "方案报价", "万元"]


@pytest.fixture
def taken(company: Company) -> Company:
    company.member("老板").says("把米果转给小吴").hears("转给小吴跟了")
    company.ignore()
    return company


@pytest.mark.parametrize(
    "words",
    [
        "米果怎么不见了",
        "我的米果呢",
        "米果咋没了",
        "米果去哪儿了",
        "谁把米果拿走了",
        "米果那单不是我在跟吗",
        "为啥米果转给小吴了",
        "我名下怎么没有米果了",
        "米果什么情况",
        "米果谁拍板",
        "查不到米果了",
    ],
)
def test_it_is_said_to_whom_and_when(taken: Company, words: str) -> None:
    taken.member("小郑").says(words).hears(GONE, never=NOTHING_ELSE)


@pytest.mark.parametrize("words", ["刚跟米果尹总打完电话,他嫌价格高", "米果丢单了,选了竞品", "米果推进到方案确认"])
def test_what_is_told_of_it_is_not_recorded_and_that_is_said(taken: Company, words: str) -> None:
    taken.member("小郑").says(words).hears(f"{GONE}这句没有记;要告诉小吴", never=NOTHING_ELSE)
    with taken.db.read() as session:
        assert not session.exec(select(FollowUp)).all()


@pytest.mark.parametrize("words", ["联创怎么不见了", "我的联创呢", "联创什么情况"])
def test_of_what_never_was_theirs_nothing_is_said(taken: Company, words: str) -> None:
    taken.member("小郑").says(words).hears(".", never=["小周", "转给", "苏州"])


def test_after_it_came_back_it_is_as_ever(taken: Company) -> None:
    taken.member("老板").says("撤回").hears("已撤回")
    taken.ignore()
    taken.member("小郑").says("米果什么情况").hears("广州米果", "分拣")


def test_of_who_left_the_taker_and_the_day(company: Company) -> None:
    boss = company.member("老板").says("把小周的客户都转给小吴")
    boss.hears("都转给小吴吗")
    boss.taps("都转").hears("跟了")
    company.ignore()
    company.until("2026-11-24 11:00")
    company.ignore()
    company.member("小周").says("我的鼎新哪去了").hears("杭州鼎新.*昨天.11月23日.由老板转给小吴跟了")
