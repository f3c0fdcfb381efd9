"""What is no other act: a denial about another deal, a reminder that is named, 推 after a move was offered."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize("words", ["还没丢呢,我明天再去磨磨", "还在谈,没黄", "不是丢,他们再想想"])
def test_a_denial_is_about_the_customer_last_spoken_of(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新丢单了,选了竞品")
    rep.hears("已记丢单")
    rep.says("安宁温主任微信说仓储那单还在犹豫")
    company.ignore()
    rep.taps("价格敏感")
    company.ignore()
    rep.says(words).hears(".", never=["重新打开"])
    company.ignore()
    rep.says("鼎新到哪了").hears("丢单")


def test_what_was_won_was_not_lost(company: Company) -> None:
    rep = company.member("小周").says("鼎新签了,12万")
    rep.hears("恭喜")
    rep.says("还没丢呢").hears(".", never=["重新打开"])
    company.ignore()


@pytest.mark.parametrize("words", ["没签呢,记错了", "哎还没盖章呢"])
def test_a_win_just_recorded_is_taken_back(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新签了,12万")
    rep.hears("恭喜")
    rep.says(words).hears("重新打开了", "成交 → 需求确认")
    company.ignore()


@pytest.mark.parametrize(
    ("words", "heard"),
    [("催小吴那个改到三点", "下午三点提醒你:催小吴"), ("催小吴的提醒推到后天上午十点", "上午十点提醒你:催小吴")],
)
def test_a_reminder_is_moved_by_its_subject(company: Company, words: str, heard: str) -> None:
    rep = company.member("小周").says("明天下午两点提醒我催小吴")
    rep.hears("提醒你:催小吴")
    rep.says(words).hears("改好了", heard, never=["转告"])


@pytest.mark.parametrize("words", ["寄样品那个不用了", "给孙总寄样品那条取消吧", "寄样品的提醒不要了"])
def test_a_reminder_is_dropped_by_its_subject(company: Company, words: str) -> None:
    rep = company.member("小周").says("明天下午两点提醒我给孙总寄样品")
    rep.hears("提醒你:给孙总寄样品")
    rep.says("鼎新薛总微信问什么时候能装").hears("已记录")
    rep.says(words).hears("取消了,不再提醒", "寄样品", never=["拒绝"])


def test_what_no_reminder_is_set_for_is_none_taken_away(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总微信问什么时候能装")
    rep.hears("已记录")
    rep.says("看现场那个不用了").hears(".", never=["不再提醒"])


@pytest.mark.parametrize("words", ["推", "那就推吧", "推进去"])
def test_a_word_takes_the_move_that_was_offered_and_no_move_back(company: Company, words: str) -> None:
    rep = company.member("小吴").says("海川退回方案报价")
    rep.hears("退回到方案报价,对吗")
    rep.says("海川能推合同了吗").hears("进合同审批")
    company.ignore()
    rep.says(words).hears("合同审批", never=["已退回"])
    company.ignore()
