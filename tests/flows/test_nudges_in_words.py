"""A nudge is answered with the customer's name in the words, and support asked for with what is needed."""

from __future__ import annotations

import pytest
from testing import Company


def nudged(company: Company) -> None:
    """鼎新 is over its limit, and its rep was nudged just now."""
    company.until("2026-11-25 09:40")
    company.ignore()


@pytest.mark.parametrize("words", ["鼎新联系过了", "鼎新跟进过了", "刚跟进过了"])
def test_done_is_asked_how_it_went(company: Company, words: str) -> None:
    nudged(company)
    rep = company.member("小周").says(words)
    rep.hears("跟杭州鼎新超市有限公司怎么聊的")
    rep.says("挺顺利 没啥顾虑").hears("已记录", "暂无异议")


def test_another_customer_is_not_the_one_nudged(company: Company) -> None:
    nudged(company)
    company.member("小周").says("海川联系过了")
    company.member("小周").hears(never=["鼎新超市有限公司怎么聊"])
    company.ignore()


def test_support_is_asked_for_in_one_sentence(company: Company) -> None:
    nudged(company)
    rep = company.member("小周").says("需要支持 薛总想让我们老总出面")
    rep.hears("已经告诉主管了:薛总想让我们老总出面")
    company.member("赵琳").hears("小周需要支持:薛总想让我们老总出面", "鼎新")


def test_putting_off_means_whoever_was_spoken_of_since(company: Company) -> None:
    nudged(company)
    rep = company.member("小周").says("刚去见联创孙总,没见着人")
    company.ignore()
    rep.says("算了 缓三天再说").hears("联创", never=["鼎新"])
    company.ignore()


def test_putting_off_right_after_a_nudge_means_it(company: Company) -> None:
    nudged(company)
    company.member("小周").says("缓两小时").hears("好,杭州鼎新", kind="receipt")
