"""Whoever reported a colleague's customer as a lead hears, when they ask, whose it is by now, nothing else."""

from __future__ import annotations

import pytest
from testing import Company, Person

NOTHING_ELSE = ["分拣", "仓储", "薛总", "万元", "需求确认"]
ASKED = ["鼎新最后归谁了", "鼎新归谁了", "那家归谁", "我报的那条怎么定的", "撞单最后归谁了", "鼎新到底是谁的客户"]


def claimed(company: Company) -> Person:
    """小吴 has reported a customer of 小周."""
    loser = company.member("小吴").says("新线索:杭州鼎新超市有限公司,想上系统")
    loser.hears("已请主管确认")
    return loser


@pytest.mark.parametrize("words", ASKED)
def test_the_loser_hears_whose_it_is_since_when_and_by_whom(company: Company, words: str) -> None:
    loser = claimed(company)
    boss = company.member("赵琳")
    boss.hears("撞单,请你定")
    boss.says("这条还是归小周").hears("定了:杭州鼎新超市有限公司归小周")
    company.ignore()
    company.until("2026-11-24 11:00")
    company.ignore()
    loser.says(words).hears(
        "杭州鼎新超市有限公司现在归小周", r"赵琳昨天\(11月23日\)定的:没有转给你", never=NOTHING_ELSE
    )


def test_also_after_it_went_on_to_somebody_else(company: Company) -> None:
    loser = claimed(company)
    boss = company.member("赵琳")
    boss.hears("撞单,请你定")
    boss.says("这条还是归小周").hears("定了")
    boss.says("把鼎新转给阿新").hears("转给阿新跟了")
    company.ignore()
    loser.says("鼎新最后归谁了").hears("现在归阿新,今天.11月23日.起的.*没有转给你", never=NOTHING_ELSE)


def test_before_it_is_decided_that_is_said(company: Company) -> None:
    loser = claimed(company)
    company.ignore()
    loser.says("鼎新定了没").hears("还没定", never=[*NOTHING_ELSE, "小周"])


def test_of_a_customer_they_never_claimed_nothing_is_said(company: Company) -> None:
    claimed(company)
    company.ignore()
    company.member("小郑").says("鼎新最后归谁了").hears(".", never=["小周", "小吴"])
    company.member("小吴").says("联创最后归谁了").hears(".", never=["小周"])
