"""An administrator lets somebody log in with a WeChat of their own; the platform is its peer on the wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from peers.ilink_api import ILinkApi
from sqlmodel import select
from testing import Company, Person

from bot.admin.qr_login import QrLogin
from bot.channels.ilink import polling, qr_login, words
from bot.channels.ilink.channel import ILinkChannel
from bot.channels.ilink.credentials import Credentials
from bot.channels.ilink.logins import Login, Logins
from bot.channels.troubles import watch
from bot.conversation.attachments import from_json
from bot.runtime.leases import NamedLease
from nlu import leading
from storage.conversations import Inbox, Outbox, Run
from storage.people import Identity, Member

KEY = "a long key for the tests"
USER = "o9cqXiaoZhou@im.wechat"


@pytest.fixture
def server(company: Company, monkeypatch: pytest.MonkeyPatch) -> Iterator[ILinkApi]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(qr_login, "AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(polling, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(polling, "PAUSES", (0.01,))
    monkeypatch.setattr(polling, "SURE_SECONDS", 0.1)
    with ILinkApi(hold_seconds=0.05) as peer:
        login = qr_login.QrLogin(Credentials(KEY, peer.url))
        company.qr_login = QrLogin(login.code, login.scanned)
        yield peer


def administrator(company: Company) -> Person:
    with company.db.write() as session:
        boss = session.exec(select(Member).where(Member.name == "老板")).one()
        boss.admin = True
    return company.member("老板")


def contents(company: Company) -> list[str]:
    """What is in the pictures that were shown."""
    with company.db.read() as session:
        attached = [from_json(each) for row in session.exec(select(Outbox)) for each in row.attachments or ()]
    return [json.loads(vars(each)["specification"])["content"] for each in attached if "specification" in vars(each)]


def test_a_code_is_shown_scanned_and_confirmed(company: Company, server: ILinkApi) -> None:
    server.plan = [lambda: server.scans(USER), lambda: server.confirms(USER)]
    boss = administrator(company).says("登录个人微信")
    boss.hears("扫这张码", "谁扫就接谁的微信")
    boss.hears("扫到了", "点「确认」")
    boss.hears("接上了", "加入 邀请码", kind="receipt")
    assert contents(company) == [server.newest().content]
    token = server.bot(USER).token
    assert [login.token for login in Logins(company.db, KEY).all()] == [token]
    with company.db.read() as session:
        kept = [str(row.model_dump()) for table in (Outbox, Inbox, Run) for row in session.exec(select(table))]
    assert not any(token in row for row in kept)


def test_who_was_there_before_is_called_by_name(company: Company, server: ILinkApi) -> None:
    boss = administrator(company)
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == "小周")).one()
        session.add(Identity(channel="ilink", address=USER, member_id=member.id))
    server.plan = [lambda: server.confirms(USER)]
    boss.says("/ilink").hears("扫这张码")
    boss.hears("小周的个人微信接上了", "说一句话")


def test_a_code_that_nobody_scans_is_renewed_twice(company: Company, server: ILinkApi) -> None:
    server.plan = [server.expires] * 3
    boss = administrator(company).says("登录个人微信")
    boss.hears("扫这张码", never=["过期了,这是新的"])
    boss.hears("过期了,这是新的")
    boss.hears("过期了,这是新的")
    boss.hears("3 张码都过期了")
    assert len(set(contents(company))) == 3


def asked_for_digits(company: Company, server: ILinkApi) -> Person:
    """The administrator, whose phone shows 4711."""
    server.wants_digits = "4711"
    server.plan = [lambda: server.scans(USER)]
    boss = administrator(company).says("登录个人微信")
    boss.hears("扫这张码")
    boss.hears("显示一串数字")
    return boss


def test_the_digits_that_the_phone_shows_are_asked_for(company: Company, server: ILinkApi) -> None:
    boss = asked_for_digits(company, server)
    boss.says("哪一串?").hears("手机上显示的那串数字")
    boss.says("4712").hears("这串数字不对")
    server.plan = [lambda: None, lambda: server.confirms(USER)]
    boss.says("是4711").hears("扫到了")
    boss.hears("接上了")


def test_who_is_in_already_needs_no_scan(company: Company, server: ILinkApi) -> None:
    server.plan = [lambda: server.confirms(USER)]
    boss = administrator(company).says("登录个人微信")
    company.ignore()
    server.plan = [lambda: server.scans(USER)]
    boss.says("再登录一次个人微信").hears("扫这张码")
    boss.hears("已经接着")


def test_nobody_but_an_administrator(company: Company, server: ILinkApi) -> None:
    administrator(company)
    company.member("小周").says("登录个人微信").hears("由管理员来,找老板", choices=[])
    company.member("赵琳").says("/ilink").hears("由管理员来")
    assert not server.called("get_bot_qrcode")


def test_who_is_no_administrator_any_more_goes_no_further(company: Company, server: ILinkApi) -> None:
    boss = asked_for_digits(company, server)
    asked = len(server.called("get_qrcode_status"))
    with company.db.write() as session:
        session.exec(select(Member).where(Member.name == "老板")).one().admin = False
    boss.says("4711").hears("不是管理员了")
    assert len(server.called("get_qrcode_status")) == asked and not Logins(company.db, KEY).all()


def test_without_the_setting_it_is_said_what_to_set(company: Company) -> None:
    administrator(company).says("登录个人微信").hears("XIAOBAN_ILINK_KEY")


def test_wechat_out_of_reach_is_said(company: Company) -> None:
    login = qr_login.QrLogin(Credentials(KEY, "http://127.0.0.1:9"))
    company.qr_login = QrLogin(login.code, login.scanned)
    administrator(company).says("登录个人微信").hears("过一会儿")


def test_the_end_of_a_login_is_told_elsewhere_with_the_words_that_help(company: Company, server: ILinkApi) -> None:
    boss = administrator(company).says("早")
    company.ignore()
    reason = words.ENDED.format(who=words.whose("小周", "44b9b8ec@im.bot"))
    company.simulation.app.in_trouble("ilink", reason)
    company.simulation.settle()
    boss.hears("小周\\(44b9b8ec\\)的个人微信断开了", "说「登录个人微信」", kind="alert")
    server.plan = [lambda: server.confirms(USER)]
    boss.says("登录个人微信").hears("扫这张码")
    boss.hears("接上了")


def test_a_login_that_ends_reaches_the_administrator_by_itself(company: Company, server: ILinkApi) -> None:
    """The channel asks, is told, and is watched, as in a process; 小周 is called by name."""
    boss = administrator(company).says("早")
    company.ignore()
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == "小周")).one()
        session.add(Identity(channel="ilink", address=USER, member_id=member.id))
    bot = server.logged_in(USER)
    Logins(company.db, KEY).keep(Login(USER, bot.id, bot.token, server.url))
    server.ends(USER)
    app, noted = company.simulation.app, asyncio.Event()

    async def at_work() -> None:
        lease = NamedLease(app.db, polling.LEASE_NAME, polling.LEASE)
        channel = ILinkChannel(app, Credentials(KEY, server.url), lease)
        loop = asyncio.get_running_loop()

        def note(name: str, reason: str) -> None:
            app.in_trouble(name, reason)
            loop.call_soon_threadsafe(noted.set)

        parts = [asyncio.create_task(channel.run()), asyncio.create_task(watch([channel], note, 0.01))]
        async with asyncio.timeout(20):
            await noted.wait()
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        await channel.close()

    asyncio.run(at_work())
    company.simulation.settle()
    boss.hears("小周\\(.*\\)的个人微信断开了", "说「登录个人微信」", kind="alert")


@pytest.mark.parametrize(
    ("words", "means_it"),
    [
        ("登录个人微信", True),
        ("帮我重新登录一下微信", True),
        ("个人微信掉线了,再登一下", True),
        ("给我微信登录的二维码", True),
        ("ClawBot重新登录", True),
        ("绑定我的个人微信", True),
        ("登录企业微信", False),
        ("客户说登录不了微信", False),
        ("怎么登录个人微信", False),
        ("微信连上了", False),
        ("加个微信", False),
        ("绑定公众号", False),
        ("孙总让登录他们的微信小程序看报价", False),
    ],
)
def test_words_that_ask_for_it(words: str, means_it: bool) -> None:
    assert leading.logs_in(words) is means_it
