"""A nudge is answered with the customer's name in the words, and support asked for with what is needed."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from storage.deals import Customer, FollowUp


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


def followups_of(company: Company, customer: str) -> int:
    with company.db.read() as session:
        found = select(FollowUp.id).join(Customer, col(Customer.id) == col(FollowUp.customer_id))
        return len(session.exec(found.where(col(Customer.name) == customer)).all())


@pytest.mark.parametrize(
    "words", ["鼎新先别动 薛总回老家了 下周三才回", "缓一缓鼎新 到下周三", "鼎新缓一缓,薛总住院了,下周三再联系"]
)
def test_a_deal_is_put_off_with_the_reason_and_nothing_is_reported(company: Company, words: str) -> None:
    nudged(company)
    company.member("小周").says(words).hears(r"好,杭州鼎新超市有限公司.*12月2日.*再提醒你")
    assert followups_of(company, "杭州鼎新超市有限公司") == 0


@pytest.mark.parametrize("words", ["薛总说先缓一缓 月底再看", "如果鼎新缓一缓 下周三再联系呢"])
def test_what_a_customer_says_or_is_supposed_puts_nothing_off(company: Company, words: str) -> None:
    nudged(company)
    company.member("小周").says(words).hears(never=["再提醒你"])
    company.ignore()


@pytest.mark.parametrize("words", ["鼎新还催我吗", "鼎新什么时候会催我"])
def test_when_it_is_next_asked_for_is_said(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("到时限")
