"""What is put to somebody with buttons is answered in words: hand-overs, claims, orders, support."""

from __future__ import annotations

import pytest
from testing import Company, Person


def wish(company: Company, customer: str = "鼎新") -> Person:
    """小周 wants to hand a customer to 小吴, which the supervisor has been asked."""
    company.member("小周").says(f"把{customer}转给小吴跟").hears("赵琳点头")
    boss = company.member("赵琳")
    boss.hears(f"小周想把.*{customer}.*转给小吴跟,同意吗", kind="nudge")
    return boss


def ordered(company: Company, what: str) -> Person:
    """小吴, who was told to do something."""
    company.member("赵琳").says(f"让小吴{what}").hears("已转告小吴")
    rep = company.member("小吴")
    rep.hears("赵琳交代你")
    return rep


@pytest.mark.parametrize("words", ["可以", "行吧给他", "好的转吧", "给小吴吧", "没问题"])
def test_a_hand_over_is_agreed_to(company: Company, words: str) -> None:
    wish(company).says(words).hears("杭州鼎新.*转给小吴跟了")
    company.member("小吴").hears("转给你跟")
    company.member("小周").hears("不用再盯了")


@pytest.mark.parametrize("words", ["不行", "先不转，年底再说", "别换"])
def test_a_hand_over_is_refused_with_the_leaders_words(company: Company, words: str) -> None:
    wish(company).says(words).hears("杭州鼎新.*不转")
    company.member("小周").hears("赵琳没同意", words)


def test_with_two_that_wait_it_is_asked_which(company: Company) -> None:
    wish(company)
    boss = wish(company, "联创")
    labels = ["同意·苏州联创电子有限公司→小吴", "同意·杭州鼎新超市有限公司→小吴"]
    boss.says("可以").hears("哪一件", choices=labels)
    boss.taps(labels[1]).hears("杭州鼎新.*转给小吴跟了")
    company.ignore()


def test_both_are_agreed_to(company: Company) -> None:
    wish(company)
    boss = wish(company, "联创").says("都同意")
    boss.hears("苏州联创.*转给小吴跟了")
    boss.hears("杭州鼎新.*转给小吴跟了")
    company.ignore()


def test_the_one_about_the_customer_named_is_meant(company: Company) -> None:
    wish(company)
    boss = wish(company, "联创").says("鼎新可以")
    boss.hears("杭州鼎新.*转给小吴跟了")
    company.ignore()


def test_a_wish_is_taken_back(company: Company) -> None:
    boss = wish(company)
    company.member("小周").says("算了还是我自己跟").hears("已撤回")
    boss.hears("小周撤回了这条")
    boss.says("可以").hears("没有等你确认")


def test_a_hand_over_just_done_is_taken_back(company: Company) -> None:
    boss = company.member("赵琳").says("把鼎新转给小吴")
    boss.hears("转给小吴跟了")
    boss.says("那先不换").hears("已撤回")
    company.ignore()


def test_a_claim_is_decided(company: Company) -> None:
    company.member("小吴").says("新线索:杭州鼎新超市有限公司,薛总,想上系统").hears("已请主管确认")
    boss = company.member("赵琳")
    boss.hears("撞单,请你定")
    boss.says("这条还是归小周").hears("定了:杭州鼎新超市有限公司归小周")
    company.ignore()


@pytest.mark.parametrize("words", ["办好了", "已经回过了", "打了"])
def test_an_order_is_done(company: Company, words: str) -> None:
    ordered(company, "给海川侯总回个电话").says(words).hears("已经告诉赵琳")
    company.member("赵琳").hears("小吴办好了:给海川侯总回个电话")


def test_an_order_is_heard(company: Company) -> None:
    rep = ordered(company, "给海川侯总回个电话").says("收到")
    rep.hears("办好了跟我说一声")
    company.member("赵琳").hears("小吴收到了")
    rep.says("办好了").hears("已经告诉赵琳")
    company.member("赵琳").hears("小吴办好了")


@pytest.mark.parametrize("words", ["好的我三点过去", "去不了,明天在外地", "我上周就说过这事不归我"])
def test_what_is_said_to_an_order_goes_back(company: Company, words: str) -> None:
    ordered(company, "明天去趟海川").says(words).hears("已经告诉赵琳")
    company.member("赵琳").hears("小吴", words)


def test_the_leaders_answer_to_a_request_for_support(company: Company) -> None:
    company.until("2026-11-25 09:40")
    rep = company.member("小周")
    rep.hears("鼎新", kind="nudge")
    rep.taps("需要支持").hears("什么支持")
    rep.says("能不能含安装费").hears("已经告诉主管")
    boss = company.member("赵琳")
    boss.hears("小周需要支持", kind="alert")
    boss.says("含安装可以但要预付40%").hears("已经回给小周")
    rep.hears("赵琳回你.*支持请求:含安装可以但要预付40%")
