"""What leaders want done, said without 让: to whoever is named or follows the customer; questions about teams."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    "words",
    [
        "联创的报价下班前必须发出去",
        "联创谁去问一下",
        "联创盯紧点 别黄了",
        "联创那边尽快回复",
        "小周抓紧去一趟联创 顺便问问二期",
        "联创这家小周明天跑一趟",
    ],
)
def test_an_order_without_let_goes_to_who_follows_the_customer(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("已转告小周", never=["异议", "已记录"])
    company.member("小周").hears("赵琳交代你")


@pytest.mark.parametrize("words", ["联创孙总说必须今天报价", "我明天去一趟联创"])
def test_what_others_want_and_own_plans_are_no_orders(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("", never=["已转告"])
    company.ignore()


def test_a_win_is_not_recorded_where_it_is_ordered(company: Company) -> None:
    boss = company.member("赵琳").says("小周这周把安宁的合同签了")
    boss.hears("已转告小周:这周把安宁的合同签了", never=["成交"])
    company.ignore()


def test_a_question_before_an_order_does_not_hide_it(company: Company) -> None:
    company.member("赵琳").says("联创怎么拖这么久 让小周今天必须联系上").hears("已转告小周.*今天.*之内")
    company.member("小周").hears("必须联系上", "今天.*之内", "苏州联创", never=["九点"])


def test_the_customer_just_spoken_of_goes_with_the_order(company: Company) -> None:
    boss = company.member("赵琳")
    boss.says("联创什么情况").hears("苏州联创")
    boss.says("让小周说下什么原因").hears("已转告小周:说下什么原因")
    company.member("小周").hears("说下什么原因", "客户:苏州联创")


def test_who_of_a_team_did_nothing(company: Company) -> None:
    company.member("小周").says("刚跟联创孙总通了电话 他嫌价格高").hears("已记录")
    boss = company.member("赵琳")
    boss.says("今天谁没动静").hears("小周:1 次", "还没记过跟进的:小吴、阿新", never=["小郑"])
    company.member("老板").says("南区这周怎么样").hears("还没有人记过跟进:小郑", never=["小周"])


def test_a_team_by_its_leader_or_its_name(company: Company) -> None:
    boss = company.member("老板")
    boss.says("顾强那个组现在几单").hears("小郑:1 单", never=["小周"])
    boss.says("东区现在多少单").hears("小周:4 单", never=["小郑"])


def test_whether_somebody_has_answered(company: Company) -> None:
    boss = company.member("赵琳")
    boss.says("让小周今天给孙总回电话").hears("已转告小周")
    company.member("小周").hears("回电话")
    boss.says("小周回了没").hears("你交代小周的", "还没说办好")


def test_an_order_is_passed_on_as_a_sentence(company: Company) -> None:
    company.member("赵琳").says("联创报价谁去催一下").hears("已转告小周:去催一下联创报价")
    company.ignore()


def test_an_order_to_nobody_of_that_name_goes_to_nobody_else(company: Company) -> None:
    company.member("赵琳").says("让王五去一趟联创").hears("没对上「王五」", never=["已转告"])
