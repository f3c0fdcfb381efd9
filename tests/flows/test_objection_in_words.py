"""The question for the objection takes whatever words answer it."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("没啥意见就是赶着开工", "暂无异议"),
        ("暂无 他们催着装机", "暂无异议"),
        ("还没问到", "暂无异议"),
        ("他们觉得滤芯换得太勤", "异议先空着"),
    ],
)
def test_free_words_answer_and_are_kept(company: Company, words: str, kept: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says(words).hears("已记录", kept)


def test_a_second_answer_that_names_none_saves_the_record(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话")
    rep.hears("异议")
    rep.says("资料放在前台那里了").hears("记下了", "异议")
    rep.says("车也停得挺远").hears("已记录", "资料放在前台那里了", "异议先空着")


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("价格还没谈", "暂无异议"),
        ("要跟罗总请示一下", "决策链未齐"),
        ("说得等老板拍板", "决策链未齐"),
        ("价格再让一点就能签", "价格敏感"),
    ],
)
def test_words_that_name_a_kind_by_what_has_to_happen(company: Company, words: str, kept: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says(words).hears("已记录", kept)


@pytest.mark.parametrize(("words", "kept"), [("功能", "功能疑虑"), ("预算没定", "预算未定"), ("暂无异议", "暂无异议")])
def test_a_bare_kind_after_a_record_without_one_belongs_to_it(company: Company, words: str, kept: str) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    rep.says("他们觉得滤芯换得太勤").hears("已记录", "异议先空着")
    rep.says(words).hears("补进刚才那条", "联创", kept)


def test_a_bare_kind_after_a_loss_told_in_free_words_is_its_reason(company: Company) -> None:
    rep = company.member("小周").says("联创那单丢了")
    rep.hears("为什么丢的")
    rep.says("老板的外甥自己开了厂").hears("记下了", "老板的外甥自己开了厂")
    rep.says("价格").hears("改好了", "联创", "价格敏感")


def test_facts_before_the_customer_is_named_are_kept(company: Company) -> None:
    rep = company.member("小周").says("刚谈完")
    rep.hears("哪家客户")
    rep.says("价格压得厉害").hears("记下了", "哪家客户")
    rep.says("是联创").hears("已记录", "联创", "价格敏感", "价格压得厉害")


def test_reached_after_a_failed_attempt_is_a_contact_of_the_same_customer(company: Company) -> None:
    rep = company.member("小周").says("联创孙总电话一直没人接")
    rep.hears("没联系上")
    rep.says("刚打通了 他说在外面收货没空 让我下周三再打").hears("听到的是", "联创", "孙总", "异议")
    rep.says("没异议").hears("已记录", "联创", "重新开始算")


def test_no_objection_is_no_agreement(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚跟联创孙总通完电话,想看看案例").hears("异议")
    rep.says("没异议 就是问付款方式").hears("已记录", "暂无异议", never=["同意了"])
