"""A recorded call with a customer is kept with it, heard, searched, and logged only where somebody wants that."""

from __future__ import annotations

import pytest
from recorded import sound
from sqlmodel import func, select
from testing import Company, Person, Verbatim

from bot.admin.practice.exam_calls import CallCheck
from coaching.exam.call_check import Segment
from speech.unheard import Unplayable
from storage.background import Audit
from storage.deals import CallRecording, FollowUp

REP = "小周"
SAID = [
    Segment("1", 3.0, "薛总您好"),
    Segment("2", 62.0, "你们账期能不能放到六十天"),
    Segment("2", 75.0, "价格有点高"),
    Segment("1", 90.0, "我周三下午两点过去跟您细谈"),
]


def hears(company: Company, segments: list[Segment] | None = None) -> Person:
    """The bot hears calls: this is said in them; None: they cannot be played."""

    def transcribe(_key: str) -> list[Segment]:
        if segments is None:
            raise Unplayable("broken")
        return segments

    company.hearing = Verbatim()
    company.call_check = CallCheck(transcribe, lambda _words: [])
    company.simulation.app = company.rebuild()
    return company.member(REP)


def followups(company: Company) -> int:
    with company.db.read() as session:
        return session.exec(select(func.count()).select_from(FollowUp)).one()


def test_a_recorded_call_is_kept_heard_and_suggested_once(company: Company) -> None:
    rep, before = hears(company, SAID), followups(company)
    rep.sends("通话.wav", "今天跟鼎新的通话录音", sound(1))
    rep.hears("录音存到杭州鼎新超市有限公司名下", kind="receipt", choices=["听录音"])
    rep.hears("听写好了", "价格有点高", "要记成跟进吗", choices=["记一条跟进", "听录音"])
    assert followups(company) == before  # nothing is written by itself
    shown = rep.taps("听录音").hears("鼎新", "小周发的")
    assert shown.file is not None and shown.file.endswith(".wav")
    rep.taps("记一条跟进")
    company.ignore()
    assert followups(company) == before + 1
    rep.sends("通话.wav", "今天跟鼎新的通话录音", sound(1)).hears("已经有了")


def test_what_was_said_is_found_in_scope(company: Company) -> None:
    rep = hears(company, SAID)
    rep.sends("通话.wav", "鼎新薛总的电话录音", sound(1)).hears("存到")
    rep.hears("听写好了")
    rep.says("哪次通话提到了账期").hears("鼎新.*01:02「你们账期能不能放到六十天」", choices=["听第 1 段"])
    rep.says("在录音里找退货").hears("没听到「退货」", choices=[])
    rep.says("鼎新现在什么情况").hears("鼎新", choices=["…"])
    rep.taps("通话录音").hears("通话录音 1 段", choices=["听第 1 段"])
    company.member("小郑").says("在录音里找账期").hears("没听到「账期」")
    company.member("赵琳").says("在录音里找账期").hears("账期能不能放到六十天")


def test_a_recording_without_words_is_kept_by_a_tap(company: Company) -> None:
    rep = hears(company, None)
    rep.sends("a.wav", "", sound(1)).hears(choices=["存到客户名下", "存进话术库", "算考核录音"])
    rep.taps("存到客户名下").hears("哪家客户")
    rep.says("鼎新").hears("存到杭州鼎新超市有限公司名下")
    rep.hears("听不清里面说什么")


def test_where_nothing_can_hear_the_call_is_kept(company: Company) -> None:
    rep = company.member(REP)
    rep.sends("a.wav", "今天跟鼎新的通话录音", sound(1)).hears("现在还听不了里面说的", "录音先留着", kind="receipt")
    hears(company, SAID)
    company.advance("1d")
    company.ignore()
    rep.says("在录音里找账期").hears("账期能不能放到六十天")


@pytest.mark.parametrize("words", ["把这段录音删了", "删掉跟鼎新的通话录音", "把鼎新那段录音删掉"])
def test_a_recorded_call_is_deleted_after_a_tap_that_names_it(words: str, company: Company) -> None:
    rep = hears(company, SAID)
    rep.sends("通话.wav", "鼎新薛总的电话录音", sound(1)).hears("存到")
    rep.hears("听写好了")
    company.member("小吴").says(words).hears("没有你能删的")
    rep.says(words).hears("删掉这段通话录音", "杭州鼎新超市有限公司", "小周发的", choices=["删掉", "先留着"])
    rep.says("先留着").hears("没有删")
    rep.says(words).hears("删掉这段通话录音")
    rep.says("删掉").hears("那段通话录音删掉了", kind="receipt")
    rep.says("哪次通话提到了账期").hears("没听到「账期」")
    with company.db.read() as session:
        assert session.exec(select(CallRecording)).first() is None
        assert session.exec(select(Audit).where(Audit.what == "call_erased")).one().detail["by"]
    assert not [*company.media_folder.rglob("*.wav")]


@pytest.mark.parametrize(
    "words", ["要不要把这段录音删了", "先别删这段录音", "把这段录音删了吗", "如果把这段录音删了呢"]
)
def test_no_recorded_call_is_deleted_unless_it_is_ordered(words: str, company: Company) -> None:
    rep = hears(company, SAID)
    rep.sends("通话.wav", "鼎新薛总的电话录音", sound(1)).hears("存到")
    rep.hears("听写好了")
    rep.says(words).hears(".", never=["找不回来"])
