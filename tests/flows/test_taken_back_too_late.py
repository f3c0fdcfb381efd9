"""What others have gone on from is not taken back: they would stand on something that is gone. Until then it is, and
whoever had been told of it hears what holds instead."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company, Person

from storage.teamwork import Ticket, TicketStep

pytestmark = pytest.mark.world("departments")
ASKED = "联创想换成不锈钢外壳,请产品看看"


def asked(company: Company) -> tuple[Person, Person]:
    rep = company.member("小周").says(ASKED)
    rep.hears("已交给产品邵波")
    product = company.member("邵波")
    product.hears("小周请产品看", kind="nudge")
    return rep, product


def steps(company: Company) -> list[tuple[str, str | None]]:
    with company.db.read() as session:
        return [(step.department, step.ended) for step in session.exec(select(TicketStep).order_by(TicketStep.id))]


def is_solved(company: Company) -> bool | None:
    with company.db.read() as session:
        return session.exec(select(Ticket.solved)).one()


def test_an_answer_that_was_confirmed_stays(company: Company) -> None:
    rep, product = asked(company)
    product.says("能换,加价8%").hears("已经答复")
    rep.hears("能换")
    rep.taps("解决了").hears("结了")
    product.hears("解决了,小周确认过")
    product.taps("撤回").hears("^对方已经确认解决了,这条撤不回,没有动。有变化直接跟他说一声。$")
    product.says("撤回").hears("撤不回")
    assert is_solved(company) and steps(company) == [("product", "answered")]


def test_an_answer_taken_back_before_that_is_no_longer_there_to_be_confirmed(company: Company) -> None:
    rep, product = asked(company)
    product.says("能换,加价8%").hears("已经答复")
    rep.hears("能换")
    product.taps("撤回").hears("已撤回")
    rep.hears("邵波撤回了这条,不算数了:「.*能换.*」这张工单还在他手上,有新的答复我告诉你。")
    rep.taps("解决了").hears("产品邵波还没答复", choices=["不用了"], never=["结了"])
    assert is_solved(company) is None and steps(company) == [("product", None)]
    product.says("换不了,模具没有").hears("已经答复")
    rep.hears("换不了")
    rep.taps("解决了").hears("结了")
    product.hears("解决了")


def test_a_ticket_passed_on_and_answered_there_is_not_fetched_back(company: Company) -> None:
    rep, product = asked(company)
    product.taps("转下一步:生产老段").hears("已转给生产老段")
    rep.hears("转给了生产老段")
    production = company.member("老段")
    production.hears("小周请生产看")
    production.says("三周能出").hears("已经答复")
    rep.hears("三周能出")
    product.taps("撤回").hears("^这张工单后面已经有人接着办了,这条撤不回,没有动。要改就直接说一句,我转过去。$")
    assert steps(company) == [("product", "passed"), ("production", "answered")]


def test_a_question_that_was_answered_and_the_answer_to_it_stay(company: Company) -> None:
    rep, product = asked(company)
    product.taps("问回去").hears("问")
    product.says("要304还是316的?").hears("已经问")
    rep.hears("304还是316")
    rep.says("316").hears("已经回产品邵波")
    product.hears("316")
    product.says("撤回").hears("已经有人接着办了,这条撤不回")
    product.says("316的能换").hears("已经答复")
    rep.hears("316的能换")
    rep.says("撤回").hears("已经有人接着办了,这条撤不回")
    assert steps(company) == [("product", "answered")]


def test_a_request_that_was_answered_stays_and_one_that_was_not_goes(company: Company) -> None:
    rep, product = asked(company)
    product.says("能换,加价8%").hears("已经答复")
    rep.hears("能换")
    rep.says("撤回").hears("已经有人接着办了,这条撤不回")
    rep.says("还没解决,要带检测报告").hears("已经再问")
    product.hears("带检测报告")
    rep.says("撤回").hears("已撤回")
    product.hears("小周撤回了这条,不算数了")
    assert steps(company) == [("product", "answered")]


def test_who_was_told_that_it_is_not_needed_hears_that_it_is(company: Company) -> None:
    rep, product = asked(company)
    rep.says("联创那个工单不用了").hears("不办了")
    product.hears("小周说不用了,不用再办")
    rep.taps("撤回").hears("已撤回")
    product.hears("小周改主意了,工单1.*还要办")
    product.says("能换").hears("已经答复")
    rep.hears("能换")


def test_an_order_that_was_done_is_not_taken_back(company: Company) -> None:
    boss, rep = company.member("赵琳").says("让小周今天给联创回个电话"), company.member("小周")
    boss.hears("已转告小周")
    rep.hears("赵琳交代你")
    rep.taps("办好了").hears("已经告诉赵琳")
    boss.hears("办好了")
    boss.says("撤回").hears("^这条之后已经有人接着办了,撤不回,没有动。")
