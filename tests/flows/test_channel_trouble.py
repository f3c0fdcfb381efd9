"""A platform takes nothing from the bot: the administrator hears of it where they are reached another way."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select
from testing import Company

from storage.conversations import Outbox
from storage.people import Identity, Member

BAD_IP = "企业微信不认这台服务器的 IP(203.0.113.9),消息发不出去:在应用的「企业可信IP」里加上它"


def an_administrator(company: Company, channel: str = "") -> None:
    """老板 is; where a `channel` is given, they write from there last, too."""
    company.member("老板").says("早")
    company.ignore()
    with company.db.write() as session:
        boss = session.exec(select(Member).where(Member.name == "老板")).one()
        boss.admin = True
        assert boss.id is not None
        if channel:
            session.add(Identity(channel=channel, address="boss", member_id=boss.id, last_seen_at=company.clock.now()))


def in_trouble(company: Company, channel: str, reason: str) -> None:
    company.simulation.app.in_trouble(channel, reason)
    company.simulation.settle()


def test_the_administrator_hears_of_it_once_a_day_and_at_once_of_another_reason(company: Company) -> None:
    an_administrator(company, channel="platform")
    boss = company.member("老板")
    for _ in range(3):
        in_trouble(company, "platform", BAD_IP)
    boss.hears("企业可信IP", "203.0.113.9", "接着发", kind="alert")
    boss.hears_nothing()
    in_trouble(company, "platform", "连不上企业微信的接口,消息发不出去")
    boss.hears("连不上", kind="alert")
    with company.db.write() as session:
        for row in session.exec(select(Outbox).where(col(Outbox.cause) == "trouble:platform")):
            row.at -= timedelta(hours=25)
    in_trouble(company, "platform", "连不上企业微信的接口,消息发不出去")
    boss.hears("连不上", kind="alert")


def test_nothing_waits_on_the_channel_that_is_in_trouble(company: Company) -> None:
    an_administrator(company)
    in_trouble(company, "simulated", BAD_IP)
    company.member("老板").hears_nothing()


def test_without_an_administrator_nothing_happens(company: Company) -> None:
    in_trouble(company, "platform", BAD_IP)
