"""People change team or post, are away or come: it is done when it is decided, or who can do it is named."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.people import Member, Team


def placed(company: Company, name: str) -> tuple[str | None, str]:
    """The team and the role of somebody."""
    with company.db.read() as session:
        row = session.exec(select(Member).where(Member.name == name)).one()
        team = session.get(Team, row.team_id) if row.team_id is not None else None
        return team.name if team is not None else None, row.role


@pytest.mark.parametrize("words", ["小郑调到东区了", "把小郑调到东区", "小郑换到东区吧"])
def test_a_manager_moves_somebody_to_another_team(company: Company, words: str) -> None:
    boss = company.member("老板").says(words)
    boss.hears("小郑调到东区,名下客户和单子跟着走,预警以后找赵琳", choices=["就这么办", "先不办"])
    assert placed(company, "小郑") == ("南区", "rep")
    boss.taps("就这么办").hears("小郑调到东区了", choices=["撤回"], kind="receipt")
    company.member("小郑").hears("小郑调到东区了", kind="receipt")
    company.member("赵琳").hears("小郑调到东区了", kind="receipt")
    assert placed(company, "小郑") == ("东区", "rep")
    boss.taps("撤回").hears("已撤回:换组、转正")
    company.ignore()
    assert placed(company, "小郑") == ("南区", "rep")


def test_a_new_hire_becomes_a_rep_and_a_rep_a_leader(company: Company) -> None:
    boss = company.member("老板").says("阿新转正了")
    boss.hears("阿新从新人改成销售")
    boss.taps("就这么办").hears("阿新现在是销售了")
    company.ignore()
    assert placed(company, "阿新") == ("东区", "rep")
    boss.says("小郑升主管了").hears("小郑从销售改成主管,现在的主管顾强不变")
    boss.taps("先不办").hears("没动")
    assert placed(company, "小郑") == ("南区", "rep")


def test_what_is_to_come_is_not_done_now(company: Company) -> None:
    boss = company.member("老板").says("阿新下个月1号转正")
    boss.hears("阿新.*12月1日.*才变,现在没动", choices=["到那天提醒我", "现在就办"])
    boss.taps("到那天提醒我").hears("早上提醒你办,现在没动")
    assert placed(company, "阿新") == ("东区", "new_hire")


def test_a_supervisor_has_who_decides_told(company: Company) -> None:
    boss = company.member("赵琳").says("小周下周调去南区")
    boss.hears("由老板来定,没有动", choices=["告诉老板", "不用"])
    boss.taps("告诉老板").hears("已转告老板:小周下周调去南区")
    company.ignore()
    assert placed(company, "小周") == ("东区", "rep")


def test_no_team_of_that_name(company: Company) -> None:
    company.member("老板").says("把小周调到西区").hears("没对上是哪个组,没有动。公司里有:东区、南区")


def test_somebody_new_is_let_in_by_who_can(company: Company) -> None:
    boss = company.member("赵琳").says("新来的小林接阿新的")
    boss.hears("小林还没进来,客户没动。请老板在服务器上运行", "阿新的客户都给小林")
    boss.says("新同事怎么加进来").hears("请老板在服务器上运行")
    boss.says("罗立今天入职了 在东区").hears("请老板在服务器上运行")


@pytest.mark.parametrize("words", ["小周休产假三个月", "小周请假到周五"])
def test_who_is_away_keeps_what_they_have(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("小周的客户没动,.*小周的客户先给某某")
    company.ignore()


def test_who_is_back_was_never_gone(company: Company) -> None:
    company.member("赵琳").says("小周回来上班了").hears("小周的账号一直开着")


def test_who_may_let_somebody_go_is_named(company: Company) -> None:
    company.member("赵琳").says("小周下周走").hears("要经理或管理员来办.找老板.,没有动")
