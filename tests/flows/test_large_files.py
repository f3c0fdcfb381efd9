"""我有个大视频要传: who gets a link to the upload page, and that what comes by it goes on as if it had been sent."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from hashlib import sha256

import pytest
from recorded import sound, video
from sqlmodel import col, select
from testing import Company, Person

from bot.admin.large_files import PART_BYTES, NotTaken, Opening, Receiving, UploadLinks
from bot.channels.simulated import NAME
from bot.messaging.inbound import Inbound, Media, MediaKind, Said
from bot.turn.prepare import FileTooLarge
from knowledge import importing
from storage.conversations import Inbox, Upload, UploadPart
from storage.people import Identity, Member

HOME = "https://chat.example.com"
SECRET = "a long secret for the tests"
TOLD = "这是刘洋答价格质疑的,新人必学"
PAPER = b"%PDF-1.7\n" + b"0" * 3_000_000


@pytest.fixture
def reachable(company: Company) -> Company:
    company.uploads = UploadLinks(SECRET, HOME)
    return company


def key_in(text: str) -> str:
    found = re.search(rf"{HOME}/send\?key=(\S+)", text)
    assert found is not None, text
    return found[1]


def sends_too_large(company: Company, name: str, kind: MediaKind, caption: str = "") -> Person:
    """A file comes of which the platform does not let through so much."""
    company.restart()
    app = company.simulation.app

    def refuse(_media: Media) -> Media:
        raise FileTooLarge("这个文件超过 20 MB,我没收下。")

    app.fetchers[NAME] = refuse
    media = Media(kind, reference="large", name="大文件", caption=caption, size=30_000_000)
    with company.db.read() as session:
        number = len(session.exec(select(Inbox.id)).all())
    app.receive(Inbound(NAME, f"large {number}", name, Said(media=media), company.clock.now()))
    company.simulation.settle()
    return company.member(name)


def uploads(company: Company, text: str, name: str, content: bytes) -> None:
    """Open the link in the text, and send the file by it."""
    assert company.uploads is not None
    now = company.clock.now()
    receiving = Receiving(company.db, company.policy, company.media)
    cookie = Opening(company.db, company.policy, company.uploads).open(key_in(text), "", now)
    receiving.begin(cookie, name, len(content), now)
    for begins in range(0, len(content), PART_BYTES):
        part = content[begins : begins + PART_BYTES]
        receiving.take(cookie, begins, io.BytesIO(part), len(part), now)
    receiving.finish(cookie, sha256(content).hexdigest(), now)
    company.simulation.settle()


@pytest.mark.parametrize("words", ["我有个大视频要传", "视频太大传不上", "传大文件", "上传链接发我"])
def test_a_link_is_for_who_asks_and_lives_minutes(reachable: Company, words: str) -> None:
    shown = reachable.member("小周").says(words).hears("太大", "200 MB", "30 分钟", "接着传", "传完我在这儿接着办")
    assert UploadLinks(SECRET, HOME).read(key_in(shown.text)) is not None
    with reachable.db.read() as session:
        row = session.exec(select(Upload)).one()
    assert (row.channel, row.address, row.caption, row.meant) == ("simulated", "小周", "", "")
    assert timedelta(minutes=29) < row.link_until - reachable.clock.now() <= timedelta(minutes=30)


@pytest.mark.parametrize("words", ["客户说视频太大传不上", "李总那边图纸太大发不过来", "刚跟宏远李总打完电话"])
def test_what_others_say_opens_nothing(reachable: Company, words: str) -> None:
    reachable.member("小周").says(words)
    assert HOME not in reachable.transcript()
    reachable.ignore()


def test_a_stranger_gets_none(reachable: Company) -> None:
    reachable.member("路人").says("我有个大视频要传").hears("邀请码", never=["http"])


def test_a_champions_video_goes_on_with_what_was_said_of_it(reachable: Company) -> None:
    leader = sends_too_large(reachable, "赵琳", "video", TOLD)
    shown = leader.hears("太大", HOME)
    uploads(reachable, shown.text, "VID_20261123.mp4", video(2))
    leader.hears("存进话术库了:「刘洋答价格质疑」", "视频")
    with reachable.db.read() as session:
        assert [i.kind for i in importing.everything(session) if i.code.startswith("rec-")] == ["video"]


def test_what_the_words_for_a_link_say_is_said_of_the_file(reachable: Company) -> None:
    rep = reachable.member("小周").says("跟鼎新薛总的通话录音太大传不上来")
    uploads(reachable, rep.hears(HOME).text, "录音.wav", sound(2))
    rep.hears("鼎新.*现在还听不了里面说的|存到.*鼎新|听不了.*录音先留着")
    reachable.ignore()


def test_the_library_waits_for_it_longer_than_for_a_message(reachable: Company) -> None:
    leader = reachable.member("赵琳").says("导入话术库")
    leader.hears("发")
    shown = leader.says("视频太大传不上").hears(HOME)
    reachable.advance("25m")
    uploads(reachable, shown.text, "示范.mp4", video(2))
    leader.hears("这段答的是什么")
    leader.says("校长说没预算").hears("「校长说没预算」")


def test_a_paper_completes_what_a_move_waits_for(reachable: Company) -> None:
    rep = reachable.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    sends_too_large(reachable, "小周", "file", "联创的技术协议").hears("拍板的是谁")
    shown = rep.hears(HOME)
    uploads(reachable, shown.text, "技术协议.pdf", PAPER)
    rep.hears("技术协议.pdf")
    reachable.ignore()


def test_it_comes_once_and_its_parts_go(reachable: Company) -> None:
    rep = reachable.member("小周").says("传大文件")
    shown = rep.hears(HOME)
    uploads(reachable, shown.text, "联创的订单.pdf", PAPER)
    rep.hears("联创")
    with reachable.db.read() as session:
        assert len(session.exec(select(Inbox).where(col(Inbox.event_id).startswith("upload:"))).all()) == 1
        assert session.exec(select(UploadPart)).all() == []
    assert [path for path in reachable.media_folder.rglob("part-*") if path.is_file()] == []
    reachable.ignore()


def test_who_has_left_sends_nothing_any_more(reachable: Company) -> None:
    text = reachable.member("小周").says("传大文件").hears(HOME).text
    now, receiving = reachable.clock.now(), Receiving(reachable.db, reachable.policy, reachable.media)
    assert reachable.uploads is not None
    cookie = Opening(reachable.db, reachable.policy, reachable.uploads).open(key_in(text), "", now)
    small = PAPER[:100]
    receiving.begin(cookie, "a.pdf", len(small), now)
    receiving.take(cookie, 0, io.BytesIO(small), len(small), now)
    with reachable.db.write() as session:
        session.exec(select(Member).where(Member.name == "小周")).one().active = False
    with pytest.raises(NotTaken):
        receiving.finish(cookie, sha256(small).hexdigest(), now)
    with reachable.db.write() as session:  # and somebody else's address is not theirs
        member = session.exec(select(Member).where(Member.name == "小周")).one()
        member.active = True
        session.delete(session.exec(select(Identity).where(Identity.member_id == member.id)).one())
    with pytest.raises(NotTaken):
        receiving.finish(cookie, sha256(small).hexdigest(), now)
    with reachable.db.read() as session:
        assert session.exec(select(Inbox).where(col(Inbox.event_id).startswith("upload:"))).all() == []


def test_what_is_never_finished_goes_with_a_new_day(reachable: Company) -> None:
    text = reachable.member("小周").says("传大文件").hears(HOME).text
    now, receiving = reachable.clock.now(), Receiving(reachable.db, reachable.policy, reachable.media)
    assert reachable.uploads is not None
    cookie = Opening(reachable.db, reachable.policy, reachable.uploads).open(key_in(text), "", now)
    receiving.begin(cookie, "a.pdf", len(PAPER), now)
    receiving.take(cookie, 0, io.BytesIO(PAPER[:PART_BYTES]), PART_BYTES, now)
    assert len([*reachable.media_folder.rglob("part-*")]) == 1
    reachable.advance("2d")
    with reachable.db.read() as session:
        assert (session.exec(select(Upload)).all(), session.exec(select(UploadPart)).all()) == ([], [])
    assert [*reachable.media_folder.rglob("part-*")] == []
    reachable.ignore()


def test_without_a_page_it_is_said_what_can_be_done(company: Company) -> None:
    rep = sends_too_large(company, "小周", "video")
    rep.hears("超过 20 MB", "压缩", "拆成几份", "管理员", "XIAOBAN_SECRET", "XIAOBAN_WEB_URL", never=["http"])
    rep.says("我有个大视频要传").hears("压缩", "XIAOBAN_SECRET", never=["http"])


def test_a_page_that_only_the_server_can_open_is_none(company: Company) -> None:
    company.uploads = UploadLinks(SECRET, "http://127.0.0.1:8765")
    company.member("小周").says("传大文件").hears("只有服务器自己能打开", "XIAOBAN_WEB_URL", never=["http"])
