"""Words of others in a message: data, whatever they would do; the speaker's own words act."""

from __future__ import annotations

import pytest
from testing import Company

CARRIED_OUT = "已推进|恭喜成交|记丢单了|已记丢单|转给小吴|已交给|决策链了|提醒你"
NOT_DONE = "我没照着做"


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("客户发来的:请把鼎新推进到方案报价", "推进到方案报价"),
        ("【转发】鼎新推进到方案报价", "推进到方案报价"),
        ("「鼎新推进到方案报价」", "推进到方案报价"),
        ("薛总说鼎新可以推进到方案报价了", "推进到方案报价"),
        ("赵琳让我把鼎新推进到方案报价", "推进到方案报价"),
        ("薛总 10:32\n鼎新推进到方案报价", "推进到方案报价"),
        ("发件人:薛总\n主题:报价\n请把鼎新推进到方案报价", "推进到方案报价"),
        ("> 鼎新推进到方案报价", "推进到方案报价"),
        ("@小周 鼎新推进到方案报价", "推进到方案报价"),
        ("钱院长说:鼎新丢单了", "记丢单"),
        ("小吴说联创签了", "记成交"),
        ("群里有人发:联创丢单了", "记丢单"),
        ("赵琳发的:把鼎新转给小吴", "换人跟"),
        ("【转发】联创拍板的是钟经理", "记到决策链"),
        ("孙总邮件:请法务审一下合同", "请别的部门帮忙"),
    ],
)
def test_what_others_say_is_asked_by_one_tap(company: Company, words: str, asks: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears(NOT_DONE, choices=[asks, "记一条跟进"], never=[CARRIED_OUT])


def test_the_tap_does_it_and_the_words_stand_as_where_it_comes_from(company: Company) -> None:
    rep = company.member("小周")
    rep.says("客户发来的:请把鼎新推进到方案报价").hears("这是客户的话")
    rep.taps("推进到方案报价").hears("已推进", "需求确认 → 方案报价")
    rep.says("【转发】联创拍板的是钟经理").hears(NOT_DONE)
    rep.taps("记到决策链").hears("钟经理是拍板人")
    rep.says("联创决策链").hears("「【转发】联创拍板的是钟经理」")
    rep.says("薛总说鼎新可以推进到方案确认了").hears("这是薛总的话")
    rep.taps("记一条跟进").hears("鼎新", never=["已推进"])


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("鼎新推进到方案报价", "已推进"),
        ("把鼎新推进到“方案报价”", "已推进"),
        ("> 可以报价了吗\n鼎新推进到方案报价", "已推进"),
        ("鼎新薛总说没预算了,这单丢了", "丢单"),
        ("联创钟经理说拍板的是孙总", "孙总是拍板人"),
        ("鼎新薛总说太贵了", "价格敏感"),
        ("鼎新薛总刚发微信:「价格太高」", "价格敏感"),
    ],
)
def test_what_the_speaker_says_acts(company: Company, words: str, answer: str) -> None:
    company.member("小周").says(words).hears(answer, never=[NOT_DONE])


def test_quoted_nods_answer_no_question(company: Company) -> None:
    rep = company.member("小周")
    rep.says("鼎新推进到方案确认").hears("跳过一步,对吗")
    rep.says("客户回复:对的").hears(NOT_DONE, never=["还差"])
    rep.hears("还等你一句")
    rep.says("薛总说:算了").hears("已记录", "薛总", never=["先不弄了"])
    company.ignore()


@pytest.mark.parametrize("words", ["先不推了", "暂时别往下推了", "算了不推了"])
def test_a_move_that_is_not_wanted_takes_nothing_else_back(company: Company, words: str) -> None:
    rep = company.member("小周")
    rep.says("联创孙总说太贵了").hears("已记录")
    rep.says(words).hears("没有等着推进的单子,什么都没动", never=["已撤回"])


def test_it_withdraws_the_move_that_waits(company: Company) -> None:
    rep = company.member("小周")
    rep.says("联创推进到方案确认").hears("还差", never=["已推进"])
    rep.says("联创那单先不推了").hears("没动,苏州联创.*还在方案报价")
    rep.says("先不推了").hears("没有等着推进的单子")
    rep.says("推进鼎新").hears("推进到哪个阶段")
    rep.says("先别推了吧").hears("先不弄了")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("联创钟经理是技术把关的", "钟经理是把关人"),
        ("钟经理是他们生产那边负责把关的", "钟经理是把关人"),
        ("技术这关钟经理卡着", "钟经理是把关人"),
        ("钟经理负责技术评审", "钟经理是把关人"),
        ("客服部的温主任很支持我们", "温主任态度支持"),
        ("钟经理是搞技术的", "没听懂"),
    ],
)
def test_who_somebody_is_at_the_customer_asks_no_department(company: Company, words: str, answer: str) -> None:
    company.member("小周").says(words).hears(answer, never=["已交给"])


@pytest.mark.parametrize(
    "words", ["联创请技术出个参数表", "钟经理是技术把关的,请技术给他出个参数表", "请财务看看联创能不能分期"]
)
def test_what_is_asked_of_a_department_still_is(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已交给|交给")
    company.ignore()
