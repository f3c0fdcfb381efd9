"""A stranger with an invitation becomes a member."""

from __future__ import annotations

from sqlmodel import select
from testing import Company

from bot.admin import invitations
from storage.people import Identity, Invite, Member


def code_for(company: Company, name: str) -> str:
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        assert member.id is not None
        return invitations.invite(session, member.id, company.clock.now())


def test_joining_asks_for_consent_and_binds_the_address(company: Company) -> None:
    code = code_for(company, "小周")
    phone = company.member("小周的手机").says(f"加入 {code}")
    phone.hears("小周", "主管能看到", "删除", choices=["同意并加入", "不同意"])
    phone.taps("同意并加入").hears("加入好了")
    phone.says("鼎新现在什么情况").hears("鼎新")


def test_without_consent_nothing_is_kept(company: Company) -> None:
    phone = company.member("小周的手机").says(f"加入 {code_for(company, '小周')}")
    phone.hears("小周")
    phone.taps("不同意").hears("什么也没有保存")
    with company.db.read() as session:
        assert session.exec(select(Identity).where(Identity.address == "小周的手机")).first() is None


def test_a_code_works_once_and_is_not_kept_in_the_clear(company: Company) -> None:
    code = code_for(company, "小周")
    company.member("小周的手机").says(f"加入 {code}").hears("小周")
    company.member("小周的手机").taps("同意并加入").hears("加入好了")
    company.member("路人").says(f"加入 {code}").hears("不对,或者已经用过")
    with company.db.read() as session:
        assert code not in [invite.code_hash for invite in session.exec(select(Invite))]


def test_an_old_code_does_not_work(company: Company) -> None:
    code = code_for(company, "小周")
    company.advance("8d")
    company.ignore()
    company.member("小周的手机").says(f"加入 {code}").hears("过期")
    company.ignore()


def test_who_has_left_ends_no_form_and_takes_no_button(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("联创", "异议")
    with company.db.write() as session:
        left = session.exec(select(Member).where(Member.name == "小周")).one()
        left.active = False
        session.add(left)
    rep.taps("价格敏感").hears("邀请码")
    rep.says("价格敏感").hears("邀请码")
    company.member("赵琳").says("联创现在什么情况").hears("联创", "还差一项,选了才算跟进")
