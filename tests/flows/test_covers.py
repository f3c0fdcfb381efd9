"""A colleague's customers are looked after for some days: the deals stay whose they are."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import Customer, FollowUp, Opportunity
from storage.people import Member
from storage.teamwork import Cover


def noted(company: Company) -> list[tuple[str, str]]:
    """The first and last days that are kept and not over."""
    with company.db.read() as session:
        rows = session.exec(select(Cover).where(Cover.ended_at == None)).all()  # noqa: E711
        return [(row.first.isoformat(), row.last.isoformat()) for row in rows]


def owner_of(company: Company, name: str) -> str:
    with company.db.read() as session:
        customer = session.exec(select(Customer).where(Customer.name.contains(name))).one()  # type: ignore[attr-defined]
        deals = session.exec(select(Opportunity).where(Opportunity.customer_id == customer.id)).all()
        return session.get_one(Member, {customer.owner_id, *(deal.owner_id for deal in deals)}.pop()).name


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("小周下周一到周三出差 他的单子小吴先看着", ("2026-11-30", "2026-12-02")),
        ("小周出差到周五 这几天客户让小吴盯着", ("2026-11-23", "2026-11-27")),
        ("让小吴替小周盯三天", ("2026-11-23", "2026-11-25")),
        ("鼎新先由小吴盯一天", ("2026-11-23", "2026-11-23")),
        ("小周下周一到周三出差,鼎新先给小吴跟", ("2026-11-30", "2026-12-02")),
        ("小周明天出差,他的客户先给小吴", ("2026-11-24", "2026-11-24")),
    ],
)
def test_a_leader_says_who_looks_after_whose_customers(company: Company, words: str, days: tuple[str, str]) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("记下了.*小周的.*由小吴盯着", "单子还是小周的", choices=["撤回"], kind="receipt")
    assert noted(company) == [days] and owner_of(company, "鼎新") == "小周"
    company.member("小吴").hears("替小周盯着", kind="receipt")
    company.member("小周").hears("由小吴先盯着", kind="receipt")
    boss.taps("撤回").hears("已撤回:谁替谁盯")
    company.member("小吴").hears("不算数了")
    company.member("小周").hears("不算数了")
    assert noted(company) == []


def test_it_is_asked_until_when(company: Company) -> None:
    boss = company.member("赵琳").says("小周这几天休假 他的客户让小吴盯着")
    boss.hears("盯到哪天")
    boss.says("到周四").hears("记下了.*小吴盯着")
    assert noted(company) == [("2026-11-23", "2026-11-26")]
    company.member("小吴").hears("替小周盯着")
    company.member("小周").hears("由小吴先盯着")


def test_whoever_stands_in_may_log_until_it_is_over(company: Company) -> None:
    boss, stand_in = company.member("赵琳"), company.member("小吴")
    boss.says("小周出差到周三 他的客户让小吴先盯着").hears("记下了")
    company.member("小周").hears("由小吴先盯着")
    stand_in.hears("你替小周盯着", "鼎新")
    stand_in.says("给鼎新薛总打了电话 他嫌价格高").hears("已记录", "鼎新")
    company.member("小周").hears("小吴在杭州鼎新超市有限公司上记了一条跟进")
    with company.db.read() as session:
        logged = session.exec(select(FollowUp)).one()
        author = session.get_one(Member, logged.author_id).name
    assert author == "小吴" and owner_of(company, "鼎新") == "小周"
    stand_in.says("小周哪些客户要我跟").hears("小周的客户.*由你盯着", "鼎新")
    boss.says("谁在替谁").hears("小吴替小周盯客户")
    boss.says("小周回来了").hears("小周的客户还是他自己跟,小吴不用盯了")
    stand_in.hears("小周的客户不用你盯了")
    company.member("小周").hears("小吴不再替你盯客户了")
    stand_in.says("给鼎新薛总又打了电话").hears(never=["已记录"])


def test_it_begins_and_ends_by_itself(company: Company) -> None:
    company.member("赵琳").says("小周明天到周三出差 客户让小吴先盯着").hears("记下了:明天")
    rep, stand_in = company.member("小周"), company.member("小吴")
    stand_in.hears("请你明天.*替小周盯着")
    rep.hears("由小吴先盯着")
    stand_in.says("鼎新现在什么情况").hears(never=["薛总"])
    company.until("2026-11-24 10:30")
    rep.hears("你的客户由小吴先盯着")
    stand_in.hears("你替小周盯着他的客户", "鼎新")
    stand_in.says("鼎新现在什么情况").hears("薛总")
    company.until("2026-11-25 10:30")
    stand_in.hears("你替小周盯的这单超时了", "鼎新", choices=["已跟进", "缓一缓", "需要支持"], kind="nudge")
    rep.hears_nothing()
    company.until("2026-11-25 16:00")
    company.member("赵琳").hears("卡住了", "鼎新.*小周", kind="alert")
    company.until("2026-11-26 08:49")
    stand_in.hears("小周的客户不用你盯了")
    stand_in.says("鼎新现在什么情况").hears(never=["薛总"])


@pytest.mark.parametrize(
    "words",
    [
        "客户说小周休假这几天让小吴盯着",
        "要不要让小吴替小周盯几天",
        "如果小周出差到周三 让小吴先盯着呢",
        "小周休假这几天让小吴盯着他的客户合适吗",
        "小周的客户小吴先盯着了吗",
    ],
)
def test_what_is_only_weighed_arranges_nothing(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears(never=["记下了"])
    assert noted(company) == []


def test_a_rep_has_the_superior_asked(company: Company) -> None:
    company.member("小周").says("我下周一到周三出差 客户让小吴先盯着").hears("已转告赵琳")
    company.member("赵琳").hears("小周请你定", "客户让小吴先盯着")
    assert noted(company) == []


@pytest.mark.parametrize(
    "words", ["明天请假一天,鼎新小吴先看着", "明天家里有事请假,客户让小吴帮忙看一下", "我明天休年假 单子小吴先盯着"]
)
def test_leave_is_noted_beside_who_is_asked_to_stand_in(company: Company, words: str) -> None:
    rep, boss = company.member("小周").says(words), company.member("赵琳")
    rep.hears(r"记下了:明天\(11月24日\)请假", kind="receipt")
    rep.hears("已转告赵琳")
    boss.hears("小周明天.*请假", kind="receipt")
    boss.hears("小周", "小吴", "请你定")


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("小周明天开始休假三天,他的单子我来盯", "赵琳"),
        ("小周明天到周四休假,他的客户先给小吴", "小吴"),
        ("小周明天休假到周四 这几天客户让小吴盯着", "小吴"),
    ],
)
def test_a_leader_notes_leave_and_who_looks_after_them(company: Company, words: str, by: str) -> None:
    boss, rep = company.member("赵琳").says(words), company.member("小周")
    boss.hears(r"小周明天\(11月24日\)到周四\(11月26日\)请假", never=["客户没动"], kind="receipt")
    boss.hears(f"小周的客户由{by}盯着", kind="receipt")
    assert noted(company) == [("2026-11-24", "2026-11-26")]
    rep.hears("给你记了请假")
    rep.hears(f"由{by}先盯着")
    if by != "赵琳":
        company.member(by).hears("替小周盯着")
