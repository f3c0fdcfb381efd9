"""A stranger with an invitation becomes a member."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlmodel import select
from testing import Company

from bot.admin import invitations
from bot.channels import platform_values
from storage.conversations import Outbox
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


def administrator(company: Company, name: str) -> None:
    with company.db.write() as session:
        session.exec(select(Member).where(Member.name == name)).one().admin = True


def scanned(company: Company) -> str:
    """What the newest picture says to a camera."""
    with company.db.read() as session:
        rows = [row for row in session.exec(select(Outbox).order_by(Outbox.id)) if row.attachments]  # type: ignore[arg-type]
    return str(json.loads((rows[-1].attachments or [{}])[0]["specification"])["content"])


@pytest.mark.parametrize("words", ["给小周发个邀请码", "小周的邀请二维码", "邀请小周加入"])
def test_an_administrator_gives_a_code_in_the_chat(company: Company, words: str) -> None:
    administrator(company, "老板")
    shown = company.member("老板").says(words).hears("小周的邀请码", "七天", "只能用一次", choices=["撤回"])
    code = re.search("加入 ([A-Z0-9]{8})", shown.text)
    assert code is not None and scanned(company) == f"加入 {code[1]}"
    phone = company.member("小周的手机").says(f"/join {code[1]}")
    phone.hears("小周,欢迎")
    phone.taps("同意并加入").hears("加入好了")


def test_a_code_opens_a_chat_where_the_platform_has_such_links(company: Company) -> None:
    administrator(company, "老板")
    way = f"{invitations.WAY_IN}telegram"
    platform_values.keep(company.db, way, "https://t.me/xiaoban_bot?start=", timedelta(days=1))
    shown = (
        company.member("老板")
        .says("给小周发个邀请码")
        .hears("Telegram", r"https://t\.me/xiaoban_bot\?start=[A-Z0-9]{8}")
    )
    assert scanned(company) in shown.text


def test_a_code_that_was_taken_back_is_none(company: Company) -> None:
    administrator(company, "老板")
    boss = company.member("老板").says("给小周发个邀请码")
    code = re.search("加入 ([A-Z0-9]{8})", boss.hears("小周的邀请码").text)
    boss.taps("撤回").hears("撤回")
    assert code is not None
    company.member("路人").says(f"加入 {code[1]}").hears("不对,或者已经用过")


@pytest.mark.parametrize("who", ["小周", "赵琳"])
def test_nobody_else_gives_codes(company: Company, who: str) -> None:
    administrator(company, "老板")
    company.member(who).says("给小吴发个邀请码").hears("由管理员发", "老板", never=["加入 "])
    with company.db.read() as session:
        assert session.exec(select(Invite)).all() == []


def test_a_code_is_for_a_colleague(company: Company) -> None:
    administrator(company, "老板")
    boss = company.member("老板").says("给马腾云发个邀请码")
    boss.hears("没对上「马腾云」", "xiaoban invite")
    boss.says("小吴").hears("小吴的邀请码")


def test_who_is_in_the_directory_needs_no_code_but_agrees(company: Company) -> None:
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == "小周")).one()
        assert member.id is not None
        for _ in range(2):
            invitations.expect(session, member.id, ("simulated", "zhouzhou"), company.clock.now())
    company.member("路人").says("加入 simulated/zhouzhou").hears("不对,或者已经用过")
    phone = company.member("zhouzhou").says("你好")
    phone.hears("小周,欢迎", "主管能看到", choices=["同意并加入", "不同意"])
    phone.taps("不同意").hears("什么也没有保存")
    phone.says("在吗").hears("小周,欢迎")
    phone.taps("同意并加入").hears("加入好了")
    phone.says("鼎新现在什么情况").hears("鼎新")
