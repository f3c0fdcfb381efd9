"""What champions record comes into the library, is found by its words, and is played."""

from __future__ import annotations

import pytest
from recorded import sound, video
from testing import Company

from bot.messaging.inbound import Media
from knowledge import importing
from knowledge.items import Item

TOLD = "这是刘洋答价格质疑的,新人必学"
REP, LEADER, BOSS = "小周", "赵琳", "老板"


def items(company: Company) -> list[Item]:
    with company.db.read() as session:
        return [item for item in importing.everything(session) if item.code.startswith("rec-")]


def test_a_leaders_recording_is_there_at_once_and_is_played(company: Company) -> None:
    leader = company.member(LEADER).sends("录音.wav", TOLD, sound())
    leader.hears(
        "存进话术库了:「刘洋答价格质疑」", "录音", "新人必学、价格敏感", choices=["发给我语音"], kind="receipt"
    )
    (item,) = items(company)
    assert (item.title, item.kind, item.tags) == ("刘洋答价格质疑", "audio", ("新人必学", "价格敏感"))
    assert item.body == TOLD and item.media is not None and item.media.endswith(".wav")
    rep = company.member(REP).says("刘洋怎么答价格质疑的")
    rep.hears("录音·刘洋答价格质疑", choices=["有用", "没用", "发给我语音", "…"])
    played = rep.taps("发给我语音").hears("刘洋答价格质疑")
    assert played.file == item.media


def test_a_video_is_played_as_a_video(company: Company) -> None:
    company.member(LEADER).sends("答能耗.mp4", "这段是王磊答能耗的,存进话术库", video(2)).hears(
        "「王磊答能耗」", "视频", choices=["发给我视频"]
    )
    (item,) = items(company)
    assert item.kind == "video"
    assert company.member(LEADER).taps("发给我视频").hears("王磊答能耗").file == item.media


def test_words_right_behind_a_recording_say_what_it_is(company: Company) -> None:
    leader = company.member(LEADER).sends("录音.wav", "", sound())
    leader.hears("我现在还听不了", choices=["存到客户名下", "存进话术库", "算考核录音"])
    leader.says(TOLD).hears("存进话术库")
    leader.hears("存进话术库了:「刘洋答价格质疑」")


def test_only_a_missing_title_is_asked_for(company: Company) -> None:
    leader = company.member(LEADER).sends("录音.wav", "存进话术库", sound())
    leader.hears("这段答的是什么", choices=["答价格敏感", "答功能疑虑", "…"])
    leader.taps("答价格敏感").hears("「答价格敏感」")
    leader.sends("又一段.wav", "", sound(3)).hears("听不了")
    leader.taps("存进话术库").hears("存进话术库")
    leader.hears("这段答的是什么")
    leader.says("校长说没预算").hears("「校长说没预算」")
    assert [item.title for item in items(company)] == ["答价格敏感", "校长说没预算"]


def test_a_reps_recording_waits_for_the_supervisor(company: Company) -> None:
    rep = company.member(REP).sends("录音.wav", "这段是我答价格质疑的,新人必学", sound())
    rep.hears("已经交给赵琳看", kind="receipt")
    assert items(company) == []
    asked = company.member(LEADER).hears("小周想把一段录音存进话术库", "我答价格质疑", choices=["通过", "退回"])
    assert asked.file is not None
    company.member(LEADER).taps("通过").hears("已经进话术库,也告诉小周了")
    rep.hears("赵琳通过了", choices=["发给我语音"])
    assert [item.title for item in items(company)] == ["我答价格质疑"]
    company.member(LEADER).taps("退回").hears("已经")


def test_what_is_returned_comes_to_nothing(company: Company) -> None:
    rep = company.member(REP).sends("录音.wav", "这段是我答价格质疑的", sound())
    rep.hears("交给赵琳")
    company.member(LEADER).hears("小周想把")
    company.member(LEADER).taps("退回").hears("退回给小周了")
    rep.hears("先退回来了")
    assert items(company) == []


def test_a_recording_can_be_taken_back(company: Company) -> None:
    leader = company.member(LEADER).sends("录音.wav", TOLD, sound())
    leader.hears("存进话术库了")
    leader.says("刘洋怎么答价格质疑的").hears("刘洋答价格质疑")
    leader.says("撤回").hears("已撤回")
    assert items(company) == []
    leader.says("刘洋怎么答价格质疑的").hears(".", never=["录音·"])


@pytest.mark.parametrize(("seconds", "length"), [(181, "3 分 1 秒"), (252, "4 分 12 秒")])
def test_one_that_is_too_long_is_told_its_length(seconds: int, length: str, company: Company) -> None:
    company.member(LEADER).sends("录音.wav", TOLD, sound(seconds)).hears(f"有 {length},太长了", "最多 3 分钟")
    assert items(company) == []


def test_a_video_of_an_hour_is_refused_before_it_is_fetched(company: Company) -> None:
    media = Media("video", reference="v1", suffix=".mp4", caption=TOLD, seconds=3_720)
    sent = company.simulation.screens.take(9_000, LEADER, company.clock.now(), media=media)
    assert sent is not None
    company.simulation.app.receive(sent)
    company.simulation.settle()  # fetching it would fail: nothing fetches on this channel
    company.member(LEADER).hears("有 1 小时 2 分钟,太长了")


def test_what_cannot_be_played_is_said_so(company: Company) -> None:
    company.member(LEADER).sends("坏.mp4", TOLD, b"\x00\x01 no video").hears("放不出来")
    assert items(company) == []


def test_the_same_recording_again_changes_its_words(company: Company) -> None:
    leader = company.member(LEADER).sends("录音.wav", TOLD, sound())
    leader.hears("存进话术库了")
    leader.sends("录音.wav", "这是刘洋答校长嫌贵的", sound()).hears("「刘洋答校长嫌贵」")
    assert [item.title for item in items(company)] == ["刘洋答校长嫌贵"]


def test_a_report_right_behind_a_voice_message_is_a_report(company: Company) -> None:
    rep = company.member(REP).sends("录音.wav", "", sound())
    rep.hears("听不了")
    rep.says("刚去鼎新见了薛总,挺感兴趣,无异议").hears("已记录")


def test_what_a_customer_has_answered_is_none_for_the_library(company: Company) -> None:
    rep = company.member(REP).sends("录音.wav", "", sound())
    rep.hears("听不了")
    rep.says("这是鼎新薛总回复的,他嫌贵").hears(".", never=["话术库"])
    company.ignore()
    assert items(company) == []


def test_a_caption_that_is_a_title_is_taken_by_the_button(company: Company) -> None:
    leader = company.member(LEADER).sends("录音.wav", "刘洋答价格质疑", sound())
    leader.hears("听不了", choices=["存到客户名下", "存进话术库", "算考核录音"])
    leader.taps("存进话术库").hears("好,存进话术库")
    leader.hears("存进话术库了:「刘洋答价格质疑」")


def test_another_department_hears_whose_the_library_is(company: Company) -> None:
    company.member("法务小何").sends("录音.wav", TOLD, sound()).hears("由销售的同事和主管来存")
