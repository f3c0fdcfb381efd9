"""Questions, hearsay and second thoughts about who is to have a customer hand nothing over; a leader who takes note of
a late deal by its name does not take it away."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import Customer
from storage.people import Member


def owner(company: Company, name: str) -> str:
    with company.db.read() as session:
        rows = session.exec(
            select(Member.name).join(Customer, Customer.owner_id == Member.id).where(name == Customer.name)
        )
        return rows.one()


DINGXIN = "杭州鼎新超市有限公司"


@pytest.mark.parametrize(
    "words",
    [
        "小周是不是把鼎新转给小吴了",
        "鼎新转给小吴了没",
        "鼎新怎么到小吴手上了",
        "鼎新给了谁",
        "之前说把鼎新给小吴的,算了",
        "昨天说鼎新转给小吴 先不转了",
    ],
)
def test_a_question_or_a_second_thought_is_answered_by_whose_it_is(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("小周在跟.*鼎新")
    assert owner(company, DINGXIN) == "小周"


@pytest.mark.parametrize(
    "words",
    ["能不能把鼎新转给小吴", "鼎新转给小吴行吗", "要不要把鼎新交给小吴", "把鼎新转给小吴合适吗", "鼎新给小吴好不好"],
)
def test_a_proposal_is_asked_back(company: Company, words: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("还没动.*鼎新.*转给小吴吗", choices=["转给小吴", "不转"])
    assert owner(company, DINGXIN) == "小周"
    boss.taps("不转").hears("没转")
    assert owner(company, DINGXIN) == "小周"


def test_and_done_on_a_yes(company: Company) -> None:
    boss = company.member("赵琳").says("能不能把鼎新转给小吴")
    boss.hears("还没动")
    boss.says("转吧").hears("鼎新.*转给小吴跟了")
    company.ignore("小周", "小吴")
    assert owner(company, DINGXIN) == "小吴"


@pytest.mark.parametrize(
    "words",
    [
        "小周说他想把鼎新让出来",
        "小周说鼎新他跟不动了",
        "听说小周想把鼎新交出去",
        "鼎新给谁跟合适",
        "小周要是不跟了,鼎新谁接",
    ],
)
def test_what_was_only_heard_is_offered(company: Company, words: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("鼎新.*还在小周手上,没有动", choices=["交给阿新", "交给小吴", "交给别人"])
    company.member("小周").hears_nothing()
    assert owner(company, DINGXIN) == "小周"


@pytest.mark.parametrize("words", ["鼎新我来处理", "鼎新那单我去问问", "鼎新我亲自盯着", "鼎新那单我去找薛总谈谈"])
def test_who_takes_note_by_name_takes_nothing_away(company: Company, words: str) -> None:
    company.until("2026-11-25 14:40")
    company.ignore()
    company.member("赵琳").says(words).hears("记下了:杭州鼎新", "不算跟进")
    company.member("小周").hears("会来处理", kind="receipt")
    assert owner(company, DINGXIN) == "小周"


def test_of_a_deal_that_is_not_late_it_is_said(company: Company) -> None:
    boss = company.member("赵琳").says("海川我来处理")
    boss.hears("没有要处理的预警.*还是小吴在跟", choices=["由我来跟"])
    boss.taps("由我来跟").hears("海川.*由你自己跟了")
    company.ignore("小吴")


@pytest.mark.parametrize("words", ["怎么让小周把合同发我", "为什么让小周去鼎新"])
def test_a_question_how_is_no_order(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("", never=["已转告"])
    company.member("小周").hears_nothing()


def test_a_standing_order_is_about_no_customer(company: Company) -> None:
    boss = company.member("赵琳").says("鼎新什么情况")
    boss.hears("鼎新")
    boss.says("让小周每天下班前报一下进展").hears("已转告小周")
    company.member("小周").hears("每天下班前报一下进展", never=["鼎新"])
