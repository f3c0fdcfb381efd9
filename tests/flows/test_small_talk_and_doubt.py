"""Small talk gets one sentence; unclear words about a customer are offered as two readings."""

from __future__ import annotations

import pytest
from testing import Company

from knowledge import nearby


@pytest.mark.parametrize(
    ("words", "heard"),
    [("累死了", "辛苦"), ("哈哈哈哈", "哈哈"), ("那先不动 等定了再说", "先不动"), ("你真笨", "对不住"), ("没了", "好")],
)
def test_small_talk_gets_one_sentence(company: Company, words: str, heard: str) -> None:
    company.member("小周").says(words).hears(heard, never=["没听懂", "帮不上", "已记录"])


def test_words_about_a_customer_that_are_not_clear_are_offered_and_not_written(company: Company) -> None:
    rep = company.member("小周").says("联创门口那条路真难走")
    rep.hears("没听懂.*联创", choices=["看客户情况", "记一条跟进"], never=["已记录"])
    rep.taps("看客户情况").hears("苏州联创电子", "还没有跟进记录")


def test_a_colleagues_customer_is_not_offered(company: Company) -> None:
    company.member("小周").says("海川门口那条路真难走").hears(never=["宁波海川"])


def test_the_nearest_question_is_one_tap_away(company: Company) -> None:
    rep = company.member("小周").says("我刚入行该从哪学起")
    rep.hears("没听懂.*想问的是下面哪个", choices=["我要学什么", "…"])
    rep.taps("我要学什么").hears("新人必学")


def test_what_a_rep_may_not_ask_is_not_offered_and_what_is_no_question_of_ours_is_refused(company: Company) -> None:
    company.member("小周").says("帮我订个酒店").hears("帮不上", never=["下面哪个"])
    company.member("小周").says("哪个部门老不搭理人").hears("下面哪个", choices=["哪个部门回得最慢", "…"])


@pytest.mark.parametrize("question", nearby.shipped().questions)
def test_a_question_that_is_offered_for_others_is_answered(company: Company, question: str) -> None:
    """A tap says it: what cannot be understood would lead nowhere."""
    manager = company.member("赵琳").says(question.replace(nearby.CUSTOMER, "联创"))
    manager.hears(".", never=["没听懂", "帮不上", "统计不了", "已记录"])
