"""Words that may end a ticket or a deal are asked about; a ticket whose end is taken back is wanted again."""

from __future__ import annotations

import pytest
from testing import Company, Person

pytestmark = pytest.mark.world("departments")
RAISED = "联创要定制接口,请产品评估一下"


def answered(company: Company, words: str) -> tuple[Person, Person]:
    rep = company.member("小周").says(RAISED)
    rep.hears("已交给")
    product = company.member("邵波")
    product.hears("小周请", kind="nudge")
    product.says(words).hears("已经答复")
    rep.hears("解决了吗")
    return rep, product


@pytest.mark.parametrize("words", ["黄了", "这下没戏了", "那就凉了", "唉 丢了", "那要黄"])
def test_a_ticket_that_fails_loses_no_deal(company: Company, words: str) -> None:
    rep, _ = answered(company, "做不了")
    rep.says(words).hears("", never=["流失", "已记丢单"])


def test_by_one_tap_it_is_the_deal_that_is_lost(company: Company) -> None:
    rep, _ = answered(company, "做不了")
    rep.says("黄了").hears("还是单子", choices=["工单1不用了", "单子丢了"])
    rep.taps("单子丢了").hears("联创.*流失")


def test_by_the_other_it_is_the_ticket(company: Company) -> None:
    rep, _ = answered(company, "做不了")
    rep.says("没戏了").hears("还是单子")
    rep.taps("工单1不用了").hears("工单1.*不办了", never=["流失"])


@pytest.mark.parametrize("words", ["联创丢了", "丢单了", "这单黄了"])
def test_what_names_the_deal_loses_it(company: Company, words: str) -> None:
    rep, _ = answered(company, "做不了")
    rep.says(words).hears("流失")


def test_after_a_conclusion_was_taken_back_no_deal_is_won(company: Company) -> None:
    rep, product = answered(company, "可以做")
    rep.says("结了吧").hears("结了")
    product.hears("解决了")
    rep.says("撤回").hears("已撤回")
    product.hears("小周改主意了,工单1.*先不结", never=["不用管"])
    rep.says("拿下").hears("还是单子", never=["成交"])


def test_a_ticket_dropped_and_wanted_again(company: Company) -> None:
    rep = company.member("小周").says(RAISED)
    rep.hears("已交给")
    product = company.member("邵波")
    product.hears("小周请", kind="nudge")
    rep.says("算了不用评估了").hears("不办了")
    product.hears("不用再办")
    rep.says("撤回").hears("已撤回")
    product.hears("小周改主意了,工单1.*还要办", never=["不用管"])
    product.says("可以做,两周").hears("已经答复")
    rep.hears("可以做,两周")


def test_all_that_were_answered_are_over(company: Company) -> None:
    rep, product = answered(company, "可以做")
    rep.says("请法务看看联创的合同能不能盖章").hears("已交给")
    product.hears("小周请", kind="nudge")
    product.says("可以盖").hears("已经答复")
    rep.hears("解决了吗")
    rep.says("好嘞 都解决了").hears("工单1.*结了")
    rep.hears("工单2.*结了")
    company.ignore("邵波")
