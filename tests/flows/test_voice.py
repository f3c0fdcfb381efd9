"""A voice message is heard anywhere in chat: what it says is shown, and counts as words that were typed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlmodel import col, select
from testing import Company, Verbatim

from bot.messaging.inbound import Inbound, Media, Said
from speech.heard import Heard
from speech.unheard import Deaf, HearingFailed, Lack, TooLong, Unplayable
from storage.deals import Customer, Opportunity

REP = "小周"


class Mumbled(Verbatim):
    """Is sure of nothing that it hears."""

    def hear(self, data: bytes, names: Sequence[str] = (), most_seconds: int = 0) -> Heard:
        return Heard(data.decode(), 3.0, 0.4)


class Refusing:
    """Hears nothing, for this reason, and counts how often it was asked."""

    def __init__(self, reason: Exception, times: int = 99) -> None:
        self.reason = reason
        self.times = times
        self.asked: list[tuple[str, ...]] = []

    def hear(self, data: bytes, names: Sequence[str] = (), most_seconds: int = 0) -> Heard:
        self.asked.append(tuple(names))
        if len(self.asked) <= self.times:
            raise self.reason
        return Heard(data.decode(), 3.0, 0.9)

    def lack(self) -> Lack | None:
        return self.reason.lack if isinstance(self.reason, Deaf) else None


def test_a_followup_is_spoken(company: Company) -> None:
    rep = company.member(REP).speaks("刚去鼎新见了薛总,挺感兴趣,无异议")
    rep.hears("^听到:「刚去鼎新见了薛总,挺感兴趣,无异议」$")
    rep.hears("已记录", "鼎新", "薛总", kind="receipt")


def test_names_sums_and_times_of_a_spoken_report_are_read_back(company: Company) -> None:
    rep = company.member(REP).speaks("刚去鼎新见了薛总,预算50万,周三下午三点再去,无异议")
    rep.hears("听到")
    rep.hears("已记录", "鼎新", "薛总", "预算 50 万元", "周三.*下午.*再去", kind="receipt")


@pytest.mark.parametrize(
    ("heard", "choices", "tapped", "kept"),
    [
        ("480万", ["48 万元", "480 万元", "别的"], "48 万元", "金额 48 万元"),
        ("4.8万", ["48 万元", "4.8 万元", "别的"], "4.8 万元", "金额 4.8 万元"),
        ("460万", ["46 万元", "460 万元", "别的"], "别的", "金额 45 万元"),
    ],
)
def test_a_sum_ten_times_the_deals_is_asked_where_it_was_spoken(
    company: Company, heard: str, choices: list[str], tapped: str, kept: str
) -> None:
    costs(company, "鼎新", 48_000_000)
    rep = company.member(REP).speaks(f"刚去鼎新见了薛总,报了{heard},无异议")
    rep.hears("听到")
    rep.hears("怕听岔了", choices=choices)
    rep.taps(tapped)
    if tapped == "别的":
        rep.hears("是多少")
        rep.speaks("45万").hears("听到")
    rep.hears("已记录", kept, kind="receipt")


def test_a_sum_that_was_not_heard_well_is_asked(company: Company) -> None:
    company.hearing = Mumbled()
    rep = company.member(REP).speaks("刚去鼎新见了薛总,报了36万,无异议")
    rep.hears("听到")
    rep.hears("金额我听着像 36 万元", choices=["36 万元", "…"])
    rep.says("是38万").hears("已记录", "金额 38 万元")


def test_a_typed_sum_is_kept_as_it_is(company: Company) -> None:
    costs(company, "鼎新", 48_000_000)
    company.member(REP).says("刚去鼎新见了薛总,报了480万,无异议").hears("已记录", "金额 480 万元")


def costs(company: Company, customer: str, fen: int) -> None:
    """The deal with this customer is about so much."""
    with company.db.write() as session:
        deal = session.exec(select(Opportunity).join(Customer).where(col(Customer.name).contains(customer))).one()
        deal.amount_fen = fen
        session.add(deal)


def test_what_was_misheard_is_corrected_by_saying_so(company: Company) -> None:
    rep = company.member(REP).speaks("刚去鼎新见了薛总,周三下午三点再去,无异议")
    rep.hears("听到")
    rep.hears("已记录", "周三")
    rep.speaks("不是周三,是周四下午三点").hears("听到")
    rep.hears("周四")
    company.ignore()


def test_the_answer_to_a_question_is_spoken(company: Company) -> None:
    rep = company.member(REP).says("新线索")
    asked = rep.hears("客户").text
    rep.speaks("算了").hears("听到:「算了」")
    assert rep.company.take(REP) is not None and asked


def test_names_that_were_misheard_are_written_as_they_are(company: Company) -> None:
    rep = company.member(REP).speaks("刚去丁心见了雪总,挺感兴趣,无异议")
    rep.hears("听到:「刚去鼎新见了薛总")
    rep.hears("已记录", "鼎新", "薛总")


def test_who_hears_knows_the_speakers_names(company: Company) -> None:
    company.hearing = hearing = Refusing(Unplayable("broken"))
    company.member(REP).speaks("x").hears("放不出来")
    ((*names,),) = hearing.asked
    assert any("鼎新" in name for name in names) and "薛总" in names


def test_nothing_heard_is_said_and_nothing_is_kept(company: Company) -> None:
    company.member(REP).speaks("").hears("^没听清")
    company.member(REP).hears_nothing()


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        (Unplayable("empty"), "是空的"),
        (Unplayable("unknown"), "不是能放的语音"),
        (Unplayable("no_sound"), "没有声音"),
        (TooLong(180), "最多听 3 分钟"),
        (Deaf("weights"), "models get whisper-base"),
        (Deaf("silk"), "SILK"),
        (Deaf("server"), "没有回应"),
    ],
)
def test_why_nothing_was_heard_is_said(company: Company, reason: Exception, answer: str) -> None:
    company.hearing = Refusing(reason)
    company.member(REP).speaks("x").hears(answer, choices=[])
    company.member(REP).hears_nothing()


def test_a_failure_is_tried_again(company: Company) -> None:
    company.hearing = hearing = Refusing(HearingFailed("it ended"), times=2)
    rep = company.member(REP).speaks("刚去鼎新见了薛总,挺感兴趣,无异议")
    rep.hears("听到")
    rep.hears("已记录")
    assert len(hearing.asked) == 3


def test_what_fails_each_time_is_said(company: Company) -> None:
    company.hearing = hearing = Refusing(HearingFailed("it ended"))
    company.member(REP).speaks("x").hears("没听成")
    assert len(hearing.asked) == 3


def test_a_stranger_is_not_listened_to(company: Company) -> None:
    company.hearing = hearing = Refusing(Unplayable("broken"))
    company.member("路人").speaks("x").hears(".")
    assert hearing.asked == []


def test_nothing_promises_to_hear_where_nothing_can(company: Company) -> None:
    company.hearing = Refusing(Deaf("weights"))
    rep = company.member(REP)
    rep.says("能发语音吗").hears("语音现在还听不了", never=["语音直接发"])
    rep.says("陪练一下,校长嫌贵").hears("我来当客户", choices=[], never=["语音"])
    rep.hears("客户:")
    rep.says("结束").hears("一句还没练")
    company.hearing = Verbatim()
    rep.says("能发语音吗").hears("语音直接发")


def test_where_nothing_can_hear_the_voice_is_kept(company: Company) -> None:
    path = company.folder / "a.ogg"
    path.write_bytes(b"OggS")
    company.say(REP, {"voice": str(path)})
    company.member(REP).hears("还听不了")


def heard_elsewhere(company: Company, who: str, words: str) -> None:
    """A voice message whose platform says what it heard, and keeps the sound."""
    company.restart()
    said = Said(media=Media("voice", heard=words))
    number = f"there-{len(words)}"
    company.simulation.app.receive(Inbound("simulated", number, who, said, company.clock.now()))
    company.simulation.settle()


def test_what_the_platform_has_heard_itself_counts_as_spoken(company: Company) -> None:
    heard_elsewhere(company, REP, "刚去丁心见了雪总,挺感兴趣,无异议")
    company.member(REP).hears("^听到:「刚去鼎新见了薛总,挺感兴趣,无异议」$")
    company.member(REP).hears("已记录", "鼎新", "薛总", kind="receipt")


def test_what_the_platform_could_not_hear_is_asked_for_again(company: Company) -> None:
    heard_elsewhere(company, REP, "")
    company.member(REP).hears("没听清|听不清")


def test_a_recording_that_is_awaited_is_more_than_words(company: Company) -> None:
    boss = company.member("老板").says("我要上传一段录音")
    company.ignore()
    heard_elsewhere(company, "老板", "价格质疑这样答")
    boss.hears("听到")
    company.ignore()


def test_a_strangers_voice_joins(company: Company) -> None:
    heard_elsewhere(company, "路人", "你好")
    company.member("路人").hears("邀请码", never=["听到"])
