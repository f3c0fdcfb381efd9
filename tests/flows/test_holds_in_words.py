"""A leader lets a deal rest in words, for another length than was said, or no longer; a rep wishes it of the leader."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("鼎新别催了,薛总出国,下周三回来", "12月2日"),
        ("鼎新先不催,薛总休假到11月30号", "11月30日"),
        ("鼎新那单停一停 客户内部审计 12月10号之前别催", "12月10日"),
        ("鼎新先挂着,领导12月1号才上班", "12月1日"),
        ("鼎新放到月底", "11月30日"),
        ("超市那单别催了,等到周五", "11月27日"),
        ("鼎新给小周两天时间熟悉一下", "11月25日"),
    ],
)
def test_a_deal_rests(company: Company, words: str, until: str) -> None:
    company.member("赵琳").says(words).hears(f"杭州鼎新.*先缓到.*{until}", kind="receipt", choices=["撤回"])
    company.member("小周").hears("赵琳给杭州鼎新.*多留了", kind="receipt")


@pytest.mark.parametrize("words", ["薛总让我们别催了,下周三回来", "鼎新能不能别催了", "听说鼎新先停一停,下周再谈"])
def test_what_is_told_or_asked_holds_nothing(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("", never=["先缓到"])
    company.ignore()


@pytest.mark.parametrize(
    ("words", "until"),
    [("不对 是五天", "11月28日"), ("改成一周", "11月30日"), ("放到12月8号", "12月8日"), ("还是缓到周五", "11月27日")],
)
def test_for_another_length(company: Company, words: str, until: str) -> None:
    boss = company.member("赵琳").says("鼎新再给两天")
    boss.hears("先缓到.*11月25日")
    boss.says(words).hears("已撤回", kind="receipt")
    boss.hears(f"杭州鼎新.*先缓到.*{until}", kind="receipt")
    company.ignore("小周")


@pytest.mark.parametrize("words", ["鼎新不用缓了,薛总又能谈了", "别给鼎新加时间了", "鼎新不用挂着了", "鼎新恢复计时"])
def test_no_longer(company: Company, words: str) -> None:
    boss = company.member("赵琳").says("鼎新再给五天")
    boss.hears("先缓到")
    company.advance("5h")
    company.ignore()
    boss.says(words).hears("鼎新.*不缓了,时限从现在重新计时", choices=["撤回"])
    company.member("小周").hears("不再缓着", kind="receipt")
    boss.says(words).hears("没有在缓|已撤回", never=["不缓了,"])
    company.ignore()


def test_right_after_it_is_taken_back(company: Company) -> None:
    boss = company.member("赵琳").says("鼎新再给五天")
    boss.hears("先缓到")
    boss.says("别给鼎新加时间了").hears("已撤回")
    company.ignore("小周")


def test_an_order_beside_it_is_passed_on(company: Company) -> None:
    boss = company.member("赵琳").says("给鼎新两天,顺便让小周今天打个电话")
    boss.hears("鼎新.*先缓到", kind="receipt")
    boss.hears("已转告小周:打个电话")
    company.ignore("小周")


@pytest.mark.parametrize("words", ["申请鼎新多给三天", "鼎新这单主管能不能宽限几天"])
def test_a_rep_wishes_it(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("要我把这句话告诉赵琳吗")
    rep.taps("告诉赵琳").hears("赵琳")
    company.member("赵琳").hears("鼎新")


def test_other_departments_give_no_time(company: Company) -> None:
    company.member("法务小何").says("鼎新再给两天").hears("小周在跟", never=["没有要缓的"])
