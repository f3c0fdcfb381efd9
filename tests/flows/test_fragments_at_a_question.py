"""While the bot waits for something, words that are no answer are kept or served, and never taken for a name."""

from __future__ import annotations

import pytest
from testing import Company, Person


def asked_which_customer(company: Company) -> Person:
    rep = company.member("小周").says("今天上门拜访了,聊了一个多小时")
    rep.hears("是哪家客户")
    return rep


@pytest.mark.parametrize("words", ["我感觉机会挺大", "他们库房还没腾出来", "聊得还不错"])
def test_sentences_at_the_question_which_customer_join_the_record(company: Company, words: str) -> None:
    rep = asked_which_customer(company)
    rep.says(words).hears("^记下了。是哪家客户", never=["没有「"])
    rep.says("联创").hears("联创", "客户的异议")
    rep.says("暂无异议").hears("已记录", "联创", words)


def test_facts_at_the_question_which_customer_join_the_record(company: Company) -> None:
    rep = asked_which_customer(company)
    rep.says("董事会下周三开").hears("^记下了。是哪家客户", never=["没有「"])
    rep.says("联创").hears("已记录", "联创", "决策链未齐", r"12月2日")


@pytest.mark.parametrize("words", ["尾款什么时候能到账", "帮我查一下竞品报价", "退回去吧"])
def test_what_is_no_report_is_no_name_either(company: Company, words: str) -> None:
    rep = asked_which_customer(company)
    rep.says(words)
    heard = [company.take("小周"), company.take("小周")]
    texts = [shown.text for shown in heard if shown is not None]
    assert any("是哪家客户" in text for text in texts) and not any(
        "没有「" in text or "已记录" in text for text in texts
    )


def test_an_act_waits_for_a_name_and_not_for_any_report(company: Company) -> None:
    rep = company.member("小周").says("丢单了")
    rep.hears("是哪家客户")
    rep.says("唉 人家又打来说可以再谈谈")
    rep.hears(never=["流失"])
    assert "流失" not in company.transcript()
    company.take("小周")


@pytest.mark.parametrize("words", ["定位他发我了 在北门那边", "样机那边也看过了"])
def test_fragments_at_the_forced_question_join_the_record(company: Company, words: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("客户的异议")
    rep.says(words).hears("^记下了。苏州联创电子有限公司那条,客户的异议是哪一类")
    rep.says("价格敏感").hears("已记录", "价格敏感", words)


def test_a_question_is_put_twice_and_then_set_aside(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("听到的是")
    rep.says("你说我要不要送礼").hears("客户的异议是哪一类")
    rep.says("希望他快点定").hears("先放着", choices=["接着说这条"])
    rep.says("鼎新现在什么情况").hears("鼎新")
    rep.hears_nothing()


@pytest.mark.parametrize(
    ("words", "heard"),
    [("收到老大", "好的"), ("好的知道了", "好的"), ("谢谢领导", "不客气"), ("收到了谢谢", "不客气")],
)
def test_thanks_and_nods_get_a_short_answer(company: Company, words: str, heard: str) -> None:
    company.member("小周").says(words).hears(heard, never=["没听懂", "没有等你"])


def test_thanks_answer_no_question(company: Company) -> None:
    rep = company.member("小周").says("提醒我给孙总寄合同")
    rep.hears("什么时候提醒你")
    rep.says("谢啦").hears("不客气")
    rep.hears("^还等你一句:什么时候提醒你")


def test_an_act_at_the_forced_question_is_about_its_customer(company: Company) -> None:
    company.open_gates()
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("客户的异议")
    rep.says("帮我推进到方案确认").hears("联创", "方案报价 → 方案确认")
    rep.hears("^还等你一句:苏州联创电子有限公司那条")
    rep.says("价格敏感").hears("已记录", "联创")


def test_words_beside_the_answer_are_kept(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("客户的异议")
    rep.says("价格吧,他家老板盯得很紧").hears("已记录", "价格敏感", "老板盯得很紧")


def test_a_wish_that_names_a_product_adds_nothing_to_the_record(company: Company) -> None:
    rep = company.member("小周").says("今天去看了现场")
    rep.hears("是哪家客户")
    rep.says("帮我看看仓储系统多少钱").hears("想看哪家客户", never=["记下了"])
    rep.says("取消").hears()
    rep.hears("还等你一句:「今天去看了现场」是哪家客户")
