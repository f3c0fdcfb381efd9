"""A leader puts right what was just told, held, changed or arranged, in few words."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("first", "then", "heard"),
    [
        ("让小周明天九点来开会", "改到十点", r"开会\(明天\(11月24日\)上午十点\)"),
        ("让小周明天十点来开会", "改到后天", r"开会\(周三\(11月25日\)上午十点\)"),
        ("给小周说鼎新的安装队周四到", "周四改周五", r"鼎新的安装队周五到\(周五\(11月27日\)\)"),
    ],
)
def test_another_time_of_an_order(company: Company, first: str, then: str, heard: str) -> None:
    boss, rep = company.member("赵琳").says(first), company.member("小周")
    boss.hears("已转告小周")
    rep.hears("赵琳交代你")
    boss.says(then).hears("已撤回")
    boss.hears(f"已转告小周:{heard}")
    rep.hears("不算数了")
    rep.hears("赵琳交代你")


@pytest.mark.parametrize(
    ("first", "then"), [("让小周明天九点来开会", "不开了"), ("让小周明天去趟鼎新", "算了先不去了")]
)
def test_an_order_is_called_off(company: Company, first: str, then: str) -> None:
    boss, rep = company.member("赵琳").says(first), company.member("小周")
    boss.hears("已转告小周")
    rep.hears("赵琳交代你")
    boss.says(then).hears("已撤回")
    rep.hears("不算数了")


@pytest.mark.parametrize(
    ("first", "then", "until"),
    [
        ("鼎新再给两天", "多给一天", r"周四\(11月26日\)"),
        ("鼎新缓一周", "不用缓那么久,两天就行", r"周三\(11月25日\)"),
    ],
)
def test_a_hold_for_longer_or_shorter(company: Company, first: str, then: str, until: str) -> None:
    boss, rep = company.member("赵琳").says(first), company.member("小周")
    boss.hears("鼎新.*先缓到", kind="receipt")
    rep.hears("赵琳给.*鼎新")
    boss.says(then).hears("已撤回")
    boss.hears(f"鼎新.*先缓到{until}", kind="receipt")
    rep.hears("不算数了")
    rep.hears("赵琳给.*鼎新", until)


def test_a_sum_changed_wrongly(company: Company) -> None:
    rep = company.member("小周").says("鼎新改成13万")
    rep.hears("12 万元 → 13 万元")
    rep.says("改错了,14万").hears("鼎新", "13 万元 → 14 万元", kind="receipt")


def test_another_day_of_a_leave(company: Company) -> None:
    boss, rep = company.member("赵琳").says("小周明天请假"), company.member("小周")
    boss.hears("小周明天.*请假")
    rep.hears("给你记了请假")
    boss.says("不是明天,后天").hears("已撤回:请假")
    boss.hears(r"小周周三\(11月25日\)请假", kind="receipt")
    rep.hears("不算数了")
    rep.hears(r"给你记了请假:周三\(11月25日\)")


def test_somebody_else_stands_in(company: Company) -> None:
    boss, rep = company.member("赵琳").says("小周下周出差,他的单子小吴先盯着"), company.member("小周")
    boss.hears("由小吴盯着")
    company.member("小吴").hears("替小周盯着")
    rep.hears("由小吴先盯着")
    boss.says("不是小吴,是阿新").hears("已撤回:谁替谁盯")
    boss.hears("由阿新盯着", kind="receipt")
    company.member("小吴").hears("不算数了")
    company.member("阿新").hears("替小周盯着")
    rep.hears("不算数了")
    rep.hears("由阿新先盯着")


def test_another_colleague_gets_the_customer(company: Company) -> None:
    boss = company.member("赵琳").says("鼎新给小吴")
    boss.hears("鼎新.*转给小吴跟", kind="receipt")
    company.member("小吴").hears("转给你跟了")
    company.member("小周").hears("转给小吴")
    boss.says("错了错了,是给阿新").hears("已撤回:.*转客户")
    boss.hears("鼎新.*转给阿新跟", kind="receipt")
    company.member("小吴").hears("不算数了")
    company.member("小周").hears("不算数了")
    company.member("阿新").hears("转给你跟了")
    company.member("小周").hears("转给阿新")
