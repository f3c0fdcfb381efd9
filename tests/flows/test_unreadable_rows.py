"""Rows that this version of the program cannot read (another release wrote them, or somebody by hand) are told to
their person and stand in nobody's way."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select
from testing import Company

from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.messaging.inbound import Inbound, Said
from storage.background import Timer
from storage.conversations import Outbox, Run
from storage.people import Member

REPORT = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"
Journal = list[Any]


def tapped(company: Company, data: str, event: str = "tap") -> None:
    app = company.simulation.app
    app.receive(Inbound("simulated", event, "小周", Said(tap=data), company.clock.now()))
    company.simulation.settle()


@pytest.mark.parametrize(
    "said", ['{"video": 1}', '{"media": null}', '{"media": {}}', '{"text": 5}', "[]", "null", '"你好"', '{"job": "x"}']
)
def test_a_message_that_cannot_be_read_is_set_aside_and_holds_nobody_up(said: str, company: Company) -> None:
    with company.db.write() as session:
        inbox.put(session, Inbound("simulated", "odd", "小周", Said(text="x"), company.clock.now()))
        session.execute(text("UPDATE inbox SET said = :said"), {"said": said})
    company.member("赵琳").says("帮助").hears("超时")
    company.member("小周").hears("没处理成", choices=["再试一次"])
    company.member("小周").says("联创现在什么情况").hears("联创", "方案报价")


def test_what_a_later_release_says_more_about_a_file_is_passed_over(company: Company) -> None:
    said = Said.from_json({"media": {"kind": "file", "key": "k.pdf", "name": "报价.pdf", "pages": 3}})
    assert said.media is not None and (said.media.key, said.media.name) == ("k.pdf", "报价.pdf")


@pytest.mark.parametrize("attachment", [{"kind": "hologram", "key": "x"}, {"kind": "image", "key": "x", "alt": "y"}])
def test_words_go_out_without_an_attachment_that_is_not_known(attachment: dict[str, str], company: Company) -> None:
    with company.db.write() as session:
        conversation = inbox.conversation_of(session, "simulated", "小周")
        row = session.get_one(Outbox, outbox.put(session, conversation, Message("看图"), company.clock.now()))
        row.attachments = [attachment, {"kind": "image", "key": "known.png", "text": ""}]
        session.add(row)
    company.member("赵琳").says("帮助").hears("超时")
    assert company.member("小周").hears("^看图$").image == "known.png"


def opening(change: Callable[[dict[str, Any]], object]) -> Callable[[Journal], Journal]:
    def changed(journal: Journal) -> Journal:
        change(journal[0][2]["v"])
        return journal

    return changed


BROKEN: dict[str, Callable[[Journal], Journal]] = {
    "no type": lambda journal: [[*journal[0][:2], {"x": 1}], *journal[1:]],
    "a type that is not known": lambda journal: [[*journal[0][:2], {"$": "gone:Opening", "v": {}}], *journal[1:]],
    "no opening": lambda journal: [[*journal[0][:2], "x"], *journal[1:]],
    "a date that is none": opening(lambda values: values.update(now={"$": "datetime", "v": "gestern"})),
    "an unknown type inside": opening(lambda values: values.update(understanding={"$": "gone:U", "v": {}})),
    "a value of another type": opening(lambda values: values.update(understanding=None)),
    "nothing": lambda journal: [],
    "an entry that is too short": lambda journal: [*journal[:-1], journal[-1][:2]],
    "an operation that is not known": lambda journal: [journal[0], ["dance", "x", 1], *journal[1:]],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_conversation_that_cannot_be_replayed_is_told_once_and_shuts_nobody_out(name: str, company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    button = company.simulation.screens.button("小周", "价格敏感")
    assert button is not None
    change_journal(company, BROKEN[name])
    rep.says("取消").hears("升级")
    rep.hears("没有进行到一半的事")
    rep.says("联创现在什么情况").hears("联创", "方案报价")
    tapped(company, button)
    rep.hears("^那个问题已经结束了。$")


@pytest.mark.parametrize("name", [name for name in BROKEN if "entry" not in name and "operation" not in name])
def test_a_record_can_be_taken_back_though_its_journal_cannot_be_read(name: str, company: Company) -> None:
    rep = company.member("小周").says(REPORT)
    rep.hears("已记录")
    change_journal(company, BROKEN[name])
    rep.says("撤回").hears("已撤回")


def change_journal(company: Company, change: Callable[[Journal], Journal]) -> None:
    """Of the newest run."""
    with company.db.write() as session:
        run = session.exec(select(Run).order_by(col(Run.id).desc())).first()
        assert run is not None
        run.journal = change(copy.deepcopy(run.journal))
        session.add(run)


def test_a_button_of_a_conversation_that_an_upgrade_broke_off_is_answered_each_time(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    button = company.simulation.screens.button("小周", "价格敏感")
    assert button is not None
    with company.db.write() as session:
        session.execute(text("UPDATE run SET version = 99"))
    tapped(company, button, "first")
    rep.hears("升级", choices=["接着说这条"])
    tapped(company, button, "second")
    rep.hears("^那个问题已经结束了。$")


def test_a_timer_of_a_kind_that_is_not_known_keeps_no_other_from_firing(company: Company) -> None:
    with company.db.write() as session:
        rep = session.exec(select(Member).where(Member.name == "小周")).one()
        limit = session.exec(select(Timer).where(Timer.member_id == rep.id).order_by(col(Timer.at))).first()
        assert limit is not None and rep.id is not None
        session.add(Timer(member_id=rep.id, kind="hologram", key="x", at=limit.at, payload={}))
    company.until("2026-11-25 09:40")
    company.member("小周").hears("鼎新", kind="nudge")
