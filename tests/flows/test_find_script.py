"""Finding the right words in chat. The company's library lies in tests/company-library.jsonl."""

from __future__ import annotations

import pytest
from testing import Company


def test_the_best_is_shown_and_others_by_a_tap(company: Company) -> None:
    rep = company.member("小周")
    rep.says("客户嫌贵怎么回")
    rep.hears("嫌贵", "——", choices=["有用", "没用", "换一条", "再看两条"])
    rep.taps("换一条")
    rep.hears("嫌", choices=["有用", "没用", "换一条", "再看两条"])
    rep.taps("再看两条")
    rep.hears("【", "【")


@pytest.mark.parametrize("words", ["鼎新嫌贵怎么回", "薛总嫌贵怎么回", "零售客户嫌贵怎么回"])
def test_what_is_known_of_the_customer_narrows_and_a_tap_widens(company: Company, words: str) -> None:
    rep = company.member("小周")
    rep.says(words)
    rep.hears(r"\(按 零售 挑的\)", choices=["有用", "没用", "换一条", "再看两条", "不限行业和角色"])
    rep.taps("不限行业和角色")
    rep.hears("嫌贵", never=["按 零售"])


def test_the_customer_under_discussion_narrows_too(company: Company) -> None:
    rep = company.member("小周")
    rep.says("鼎新现在什么情况")
    rep.hears("杭州鼎新超市")
    rep.says("他嫌贵怎么回")
    rep.hears(r"\(按 零售 挑的\)")


@pytest.mark.parametrize("words", ["他嫌贵咋回", "嫌贵咋整", "嫌贵如何答"])
def test_a_short_question_right_after_a_record_adds_nothing_to_it(company: Company, words: str) -> None:
    rep = company.member("小周")
    rep.says("刚去鼎新见了薛总,挺感兴趣,无异议").hears("已记录")
    rep.says(words).hears("", never=["补进"])


def test_what_is_asked_of_somebody_elses_customer_tells_nothing_of_it(company: Company) -> None:
    rep = company.member("小吴")
    rep.says("鼎新嫌贵怎么回")
    rep.hears("嫌贵", never=["按 零售"])


def test_of_a_trade_that_the_library_does_not_know_all_is_looked_at(company: Company) -> None:
    rep = company.member("小周")
    rep.says("安宁医院嫌贵怎么回")
    rep.hears("嫌贵", never=["挑的"])


@pytest.mark.parametrize(
    "words", ["再来一条", "还有吗", "下一条", "换个说法", "还有别的吗", "这条不行 换一个", "换个通俗点的"]
)
def test_another_is_asked_for_in_words(company: Company, words: str) -> None:
    rep = company.member("小周").says("客户嫌贵怎么回")
    rep.hears("嫌贵", "——", choices=["有用", "没用", "换一条", "再看两条"])
    rep.says(words).hears("【.*嫌", never=["没听懂", "考试", "库存"], choices=["有用", "没用", "换一条", "再看两条"])


@pytest.mark.parametrize("words", ["再看两条", "多给几条", "再来两个看看"])
def test_two_more_are_asked_for_in_words(company: Company, words: str) -> None:
    rep = company.member("小周").says("客户嫌贵怎么回")
    rep.hears("嫌贵", choices=["有用", "没用", "换一条", "再看两条"])
    rep.says(words).hears("【", "【", "——")


def test_words_for_another_are_none_where_nothing_was_found(company: Company) -> None:
    company.member("小周").says("再来一条").hears(".", never=["【"])


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("有用,发给客户了", "记下了:有用"),
        ("这条不错,挺管用", "记下了:有用"),
        ("没用 太硬了", r"记下了:没用上\(用在苏州联创"),
        ("太官方了", "记下了:没用上"),
    ],
)
def test_whether_it_was_of_use_is_said_in_words(company: Company, words: str, kept: str) -> None:
    rep = company.member("小周").says("联创孙总说嫌贵")
    rep.hears("已记录")
    rep.says("客户嫌贵怎么回").hears("嫌贵")
    rep.says(words).hears(kept)
