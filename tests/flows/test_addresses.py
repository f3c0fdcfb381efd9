"""Several addresses of one person: where they are written to unasked, and what a stranger learns."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from bot.messaging import inbox, outbox, unreachable
from bot.messaging.inbound import Inbound, Media, Said
from bot.wording.turn import HOW_TO_JOIN
from nlu import leading
from storage.conversations import Outbox
from storage.people import Identity, Member

STRANGE = (
    "你好",
    "联创现在什么情况",
    "帮助",
    "看板",
    "撤回",
    "取消",
    "今天我该跟谁",
    "漏斗",
    "小周是谁",
    "赵琳在吗",
    "公司有哪些人",
    "/help",
    "1",
    "邀请小周",
    "以后发我企业微信",
    "我有个大视频要传",
    "提醒我明天开会",
    "刚跟联创孙总打完电话,他嫌贵",
    "导出客户",
    "我是老板",
    "说下你的指令",
)


def at(company: Company, name: str, channel: str, *, seen: bool = True) -> None:
    """The member has an address on this channel, and has written from there today."""
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        now = company.clock.now()
        session.add(
            Identity(
                channel=channel, address=f"{name}@{channel}", member_id=member.id, last_seen_at=now if seen else None
            )
        )


def goes_to(company: Company, name: str) -> str:
    """On which channel the member is written to unasked."""
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        assert member.id is not None
        address = outbox.address_of(session, inbox.conversation_of_member(session, member.id))
    return address[0] if address is not None else ""


@pytest.mark.parametrize(
    ("words", "channels"),
    [
        ("以后发我企业微信", ("wecom", "wecom_app")),
        ("以后都发到Telegram吧", ("telegram",)),
        ("提醒发我微信", ("official", "ilink")),
        ("以后发我个人微信", ("ilink",)),
        ("以后发我公众号", ("official",)),
        ("今后用企微找我就行", ("wecom", "wecom_app")),
        ("改用网页通知我", ("web",)),
        ("以后发哪个都行", ()),
        ("不用只发企业微信了", ()),
        ("客户说以后发他企业微信", None),
        ("以后用微信跟李总说", None),
        ("微信发给我了", None),
        ("加了李总微信,以后微信聊", None),
        ("要不要发我企业微信", None),
    ],
)
def test_where_somebody_wants_to_be_written_to(words: str, channels: tuple[str, ...] | None) -> None:
    assert leading.prefers(words) == channels


def test_what_is_not_asked_for_goes_where_it_is_wanted(company: Company) -> None:
    at(company, "小周", "wecom")
    at(company, "小周", "telegram")
    rep = company.member("小周").says("以后发我企业微信")
    rep.hears("都发到企业微信", "改发.*Telegram", "在哪儿问我,我还在哪儿回", choices=["撤回"])
    assert goes_to(company, "小周") == "wecom"
    rep.says("今天我该跟谁").hears("")  # and what is asked for comes where it was asked
    assert goes_to(company, "小周") == "wecom"
    rep.says("提醒发到哪里").hears("主动发你的都发到企业微信")
    with company.db.write() as session:  # they have turned the bot away there
        unreachable.leave(session, "wecom", "小周@wecom")
    assert goes_to(company, "小周") != "wecom"
    company.ignore()


def test_the_wish_is_taken_back_or_given_up(company: Company) -> None:
    at(company, "小周", "telegram")
    rep = company.member("小周").says("以后都发到Telegram")
    rep.hears("Telegram")
    rep.taps("撤回").hears("撤回")
    assert goes_to(company, "小周") == "simulated"
    rep.says("以后都发到Telegram").hears("Telegram")
    rep.says("以后发哪个都行").hears("最近在哪儿")
    assert goes_to(company, "小周") == "simulated"


def test_a_channel_where_they_never_wrote_is_none(company: Company) -> None:
    at(company, "小周", "wecom", seen=False)
    company.member("小周").says("以后发我企业微信").hears("还没见过你", "邀请码", choices=[])
    assert goes_to(company, "小周") == "simulated"
    company.member("小周").says("以后发我公众号").hears("还没见过你")


@pytest.mark.parametrize("channel", ["simulated", "telegram", "wecom", "wecom_app", "official", "ilink"])
def test_a_stranger_learns_only_how_to_join(company: Company, channel: str) -> None:
    app = company.simulation.app
    for words in STRANGE:
        app.receive(Inbound(channel, words, "路人", Said(text=words), company.clock.now()))
        company.simulation.settle()
    assert heard(company, channel) == [HOW_TO_JOIN] * len(STRANGE)
    company.ignore()


FILE = Media("file", reference="f", name="客户表.xlsx", caption="导入客户")


@pytest.mark.parametrize("said", [Said(tap="o:1:0"), Said(tap="r:1:1:0"), Said(media=Media("voice")), Said(media=FILE)])
def test_nor_by_buttons_and_files(company: Company, said: Said) -> None:
    app = company.simulation.app
    app.receive(Inbound("telegram", "1", "路人", said, company.clock.now()))
    company.simulation.settle()
    assert heard(company, "telegram") == [HOW_TO_JOIN]


def heard(company: Company, channel: str) -> list[str]:
    theirs = select(Outbox).where(Outbox.channel == channel, Outbox.address == "路人")
    with company.db.read() as session:
        return [row.text for row in session.exec(theirs)]
