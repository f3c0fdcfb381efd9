"""News of a customer is recorded as it was told, without a contact of ours and without a question how it went."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    "words",
    [
        "给鼎新发了报价单",
        "鼎新的样机寄出去了",
        "鼎新立项批了",
        "鼎新检测报告出来了,铁超标",
        "鼎新要的是8吨的主机",
        "鼎新那边管道要改",
        "薛总要个样机",
        "鼎新薛总打电话来催进度",
        "鼎新招标公告出来了",
        "鼎新定金到账了",
    ],
)
def test_news_of_a_customer_is_a_record(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("已记录", "杭州鼎新超市有限公司·仓储系统", f"原话:「{words}」", never=["没归类"], choices=["撤回"])


def test_news_of_another_customer_is_its_own_record_while_a_question_waits(company: Company) -> None:
    rep = company.member("小周").says("联创孙总打电话来催进度")
    rep.hears("联创", "异议")
    rep.says("鼎新水质报告出来了,铁超标").hears("已记录", "鼎新", never=["记到哪家"])
    rep.hears("还等你一句", "联创")


def test_news_without_a_name_asks_whose_it_is(company: Company) -> None:
    rep = company.member("小周").says("样品寄出去了")
    rep.hears("是哪家客户?")
    rep.says("鼎新").hears("已记录", "鼎新", "样品寄出去了")


def test_what_stays_doubtful_is_recorded_by_one_tap(company: Company) -> None:
    rep = company.member("小周").says("鼎新家里有矿")
    rep.hears("没听懂", choices=["看客户情况", "记一条跟进"])
    rep.taps("记一条跟进").hears("已记录", "鼎新", "原话:「鼎新家里有矿」")


def test_a_customer_who_does_it_no_longer_may_be_lost(company: Company) -> None:
    rep = company.member("小周").says("安宁那个能耗终端不做了,明年再说")
    rep.hears("这单丢了,还是先记一笔跟进?", choices=["成交或丢单", "记一条跟进"])


@pytest.mark.parametrize(
    "words", ["给鼎新发个报价单", "希望鼎新立项快批", "鼎新这名字真好听", "要是鼎新立项批了就好了"]
)
def test_what_is_no_news_writes_nothing(company: Company, words: str) -> None:
    company.member("小周").says(words).hears(never=["已记录"])
