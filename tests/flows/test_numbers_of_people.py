"""A telephone number said in chat is kept with the person and shown; it is no sum, no code and no customer."""

from __future__ import annotations

from sqlmodel import select
from testing import Company

from storage.deals import Contact, Opportunity


def reached(company: Company, name: str) -> tuple[str | None, str | None]:
    """How somebody is reached."""
    with company.db.read() as session:
        row = session.exec(select(Contact).where(Contact.name == name)).one()
        return row.phone, row.weixin


def test_the_number_of_a_lead_is_kept_and_shown(company: Company) -> None:
    rep = company.member("小周").says("新线索:孝昌豆制品厂,王厂长,电话13871234567,想要仓储系统")
    rep.hears("孝昌豆制品厂\n联系人:王厂长 13871234567", kind="receipt")
    assert reached(company, "王厂长") == ("13871234567", None)
    with company.db.read() as session:
        assert session.exec(select(Opportunity.amount_fen).order_by(Opportunity.id.desc())).first() is None  # type: ignore[union-attr]
    rep.says("王厂长电话不对 是 13900002222").hears("记下了,孝昌豆制品厂王厂长:13900002222", choices=["撤回"])
    rep.says("他微信 wange2020").hears("王厂长:微信 wange2020")
    assert reached(company, "王厂长") == ("13900002222", "wange2020")
    rep.says("孝昌豆制品厂现在什么情况").hears("联系人:王厂长 13900002222")
    rep.says("撤回").hears("已撤回")


def test_a_second_number_stays_beside_the_first(company: Company) -> None:
    rep = company.member("小周").says("孙总手机 138 7123 4567")
    rep.hears("苏州联创电子有限公司孙总:138 7123 4567")
    rep.says("孙总座机 0512-3321456").hears("0512-3321456")
    assert reached(company, "孙总") == ("138 7123 4567、0512-3321456", None)


def test_whose_it_is_is_asked_where_several_could_be_meant(company: Company) -> None:
    company.member("小周").says("联创电话 13871234567").hears("有几位联系人,这是谁的")


def test_who_gets_the_lead_hears_the_number(company: Company) -> None:
    company.member("赵琳").says("来条线索 潜江龙虾城 周总 15571230987 给阿新跟").hears("周总 15571230987")
    company.member("赵琳").hears("转给阿新跟了")
    company.member("阿新").hears("联系人:周总 15571230987", kind="nudge")
