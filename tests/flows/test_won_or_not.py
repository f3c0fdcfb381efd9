"""What sounds like a deal won and is none, or may be none: a person, a doubt, a term, a paper of the way."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    "words",
    [
        "今天拿下了孙总",
        "联创终于搞定钟经理了",
        "孙总被我拿下了",
        "联创协议盖好章了",
        "联创的合同回来了",
        "联创框架协议签了",
    ],
)
def test_a_person_or_a_paper_may_be_the_deal(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("苏州联创电子有限公司这单成了,还是先记一笔跟进", choices=["成交或丢单", "记一条跟进"], never=["恭喜"])
    rep.taps("成交或丢单").hears("恭喜成交", "方案报价 → 成交")


@pytest.mark.parametrize(
    "words",
    [
        "把孙总的顾虑拿下了",
        "拿下了联创95折",
        "联创付款方式谈妥了",
        "跟孙总签了意向书",
        "联创交货时间敲定了",
    ],
)
def test_what_is_got_on_the_way_is_a_report(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("联创", "异议", never=["恭喜", "成了"])


@pytest.mark.parametrize(
    "words",
    [
        "拿下了联创",
        "联创那单拿下了",
        "孙总签了",
        "联创搞定,28万",
        "拿下孙总那单了",
        "联创采购协议签了",
        "联创合同签回来了",
    ],
)
def test_the_deal_itself_is_won(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("恭喜成交.*联创")


def test_a_contract_that_is_back_is_a_win_where_it_was_all_that_was_waited_for(company: Company) -> None:
    rep = company.member("小周").says("安宁的能耗终端合同回来了")
    rep.hears("恭喜成交.*安宁医院·能耗终端")


@pytest.mark.parametrize("words", ["联创孙总不签了", "孙总翻脸了,不跟我们签了"])
def test_who_does_not_want_to_sign_may_be_lost(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("这单丢了,还是先记一笔跟进", never=["决策链", "已记录"])
    rep.taps("成交或丢单").hears("已记丢单")


def test_a_process_that_is_through_is_no_loss(company: Company) -> None:
    company.member("小周").says("联创走完流程了").hears(".", never=["丢了", "流失"])
