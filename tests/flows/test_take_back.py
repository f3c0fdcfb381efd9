"""撤回 takes back what was named, says what it was, and never a second thing by accident."""

from __future__ import annotations

import pytest
from testing import Company

TWO = "刚跟联创孙总打完电话,他嫌价格高;上午拜访了鼎新薛总,挺感兴趣"


def test_one_record_of_a_message_that_held_two(company: Company) -> None:
    rep = company.member("小周").says(TWO)
    rep.hears("已记录", "联创", "鼎新")
    rep.says("鼎新那条撤回").hears("已撤回", "鼎新超市", kind="receipt")
    rep.says("鼎新现在什么情况").hears("还没有跟进记录", "九点二十")
    rep.says("联创现在什么情况").hears("价格敏感", never=["还没有跟进记录"])
    rep.taps("撤回").hears("已撤回", "联创", never=["鼎新超市"])
    rep.says("联创现在什么情况").hears("还没有跟进记录")


@pytest.mark.parametrize("words", ["刚才那两条都撤", "都撤回", "撤回"])
def test_both_records_of_a_message(company: Company, words: str) -> None:
    rep = company.member("小周").says(TWO)
    rep.hears("已记录")
    rep.says(words).hears("已撤回", "联创电子", "鼎新超市")
    rep.says("鼎新现在什么情况").hears("还没有跟进记录")
    rep.says("联创现在什么情况").hears("还没有跟进记录")


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        ("把联创的跟进删了", "联创电子有限公司的跟进「刚跟联创孙总打完电话,他嫌价格高」"),
        ("孙总那条撤回", "联创电子有限公司的跟进"),
        ("把推进撤回", "鼎新超市有限公司·仓储系统:需求确认 → 方案报价"),
        ("鼎新那条撤回", "鼎新超市有限公司·仓储系统:需求确认 → 方案报价"),
        ("寄样品那条撤回", "提醒「给温主任寄样品」"),
        ("撤回", "提醒「给温主任寄样品」"),
        ("撤回上一条", "提醒「给温主任寄样品」"),
    ],
)
def test_what_is_named_is_taken_back_and_said(company: Company, words: str, taken: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    rep.says("鼎新那单推进到方案报价").hears("已推进")
    rep.says("明天上午十点提醒我给温主任寄样品").hears("好,明天")
    rep.says(words).hears(f"已撤回:.*{taken}", kind="receipt")


def test_what_is_not_there_is_said_with_what_could_be_undone(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    rep.says("安宁那条撤回").hears(
        "没对上你说的那条", choices=["跟进·苏州联创电子有限公司「刚跟联创孙总打完电话,他…」", "都不动"]
    )
    rep.says("都不动").hears("没动", never=["已撤回"])
    rep.says("宏图那条撤回").hears("没对上你说的那条")
    rep.taps("跟进·苏州联创电子有限公司「刚跟联创孙总打完电话,他…」").hears("已撤回", "联创")


def test_what_was_recorded_too_long_ago_is_not_undone(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    company.until("2026-11-23 10:20")
    rep.says("鼎新那单推进到方案报价").hears("已推进")
    rep.says("联创那条撤回").hears("过了 10 分钟", never=["已撤回"])


def test_a_second_thing_is_asked(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    rep.says("鼎新那单推进到方案报价").hears("已推进")
    rep.says("撤回").hears("已撤回", "需求确认 → 方案报价")
    rep.says("撤回").hears("还要撤掉「.*联创.*他嫌价格高.*」吗", choices=["撤掉", "不用"], never=["已撤回"])
    rep.taps("不用").hears("没动")
    rep.says("撤回").hears("还要撤掉")
    rep.says("撤掉").hears("已撤回", "联创")
    rep.says("撤回").hears("没有可以撤回")


def test_of_several_that_are_named_one_is_picked(company: Company) -> None:
    company.open_gates()
    rep = company.member("小周").says("刚跟联创孙总打完电话,他嫌价格高")
    rep.hears("已记录")
    rep.says("联创那单推进到方案确认").hears("已推进")
    rep.says("联创那条撤回").hears(
        "撤哪一条",
        choices=[
            "苏州联创电子有限公司·仓储系统:方案报价 → 方案确认",
            "跟进·苏州联创电子有限公司「刚跟联创孙总打完电话,他…」",
            "都撤",
            "都不动",
        ],
    )
    rep.says("第二个").hears("已撤回", "跟进「刚跟联创孙总打完电话")


def test_an_open_form_is_dropped_and_named_but_not_for_something_else(company: Company) -> None:
    rep = company.member("小周").says("鼎新那单推进到方案报价")
    rep.hears("已推进")
    rep.says("刚跟联创孙总通完电话,下周再聊").hears("异议")
    rep.says("鼎新那条撤回").hears("已撤回", "鼎新")
    rep.hears("异议")
    rep.says("撤回").hears("还没存", "「刚跟联创孙总通完电话,下周再聊」")
