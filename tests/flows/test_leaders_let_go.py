"""Leaders and their people hand over, hold, ask and answer in words: nothing is left half done without a word."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from storage.deals import Opportunity


def test_of_two_holds_none_is_left_when_it_ends(company: Company) -> None:
    boss = company.member("赵琳").says("联创再给三天")
    boss.hears("联创.*缓到")
    boss.says("联创缓到下周三").hears("缓到周三")
    boss.says("联创不用缓了,孙总回来了").hears("已撤回")
    boss.hears("联创.*不缓了,时限从现在重新计时")
    company.ignore("小周")
    with company.db.read() as session:
        assert not session.exec(select(Opportunity).where(col(Opportunity.hold_until) > company.clock.now())).all()


@pytest.mark.parametrize(
    "words", ["联创、蓬莱都转给小吴", "把联创和蓬莱转给小吴", "联创跟蓬莱都给小吴", "蓬莱、联创都交给小吴"]
)
def test_what_is_no_customer_is_said_and_the_other_goes(company: Company, words: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("联创.*转给小吴跟了")
    boss.hears("「蓬莱」没对上")
    boss.hears_nothing()
    company.ignore()


def test_a_part_of_a_name_is_handed_over_with_the_other(company: Company) -> None:
    boss = company.member("赵琳").says("联创、鼎新都转给小吴")
    boss.hears("联创.*转给小吴跟了")
    boss.hears("鼎新.*转给小吴跟了")
    boss.hears_nothing()
    company.ignore()


def test_a_hand_over_is_taken_back_by_that_word(company: Company) -> None:
    boss = company.member("赵琳").says("联创再给三天")
    boss.hears("缓到")
    boss.says("鼎新转给小吴").hears("转给小吴跟了")
    boss.says("撤销刚才的转交").hears("已撤回", "鼎新")
    company.ignore()


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("让小周问下联创一年要多少台", "两百台上下"),
        ("让小周评估下安宁装机要几天", "三天能装完"),
        ("让小周查下鼎新的账期", "月结60天"),
        ("鼎新的验收时间让小周给个准话", "十二月中"),
        ("让小周问问薛总能不能收三成定金", "两成 再多没有"),
    ],
)
def test_the_answer_to_what_was_asked_goes_back(company: Company, order: str, answer: str) -> None:
    boss, rep = company.member("赵琳").says(order), company.member("小周")
    boss.hears("已转告小周")
    rep.hears("赵琳交代你")
    rep.says(answer).hears("已经告诉赵琳")
    boss.hears("小周回你", answer)


@pytest.mark.parametrize("words", ["哈哈", "在开会", "帮我查一下超时的单子"])
def test_small_talk_and_what_is_asked_of_the_bot_is_no_answer(company: Company, words: str) -> None:
    boss, rep = company.member("赵琳").says("让小周问下联创一年要多少台"), company.member("小周")
    boss.hears("已转告小周")
    rep.hears("赵琳交代你")
    rep.says(words).hears("", never=["已经告诉赵琳"])
    boss.hears_nothing()


@pytest.mark.parametrize(
    "words", ["想把小吴的海川接过来", "帮我把海川要过来", "能不能把海川让给我跟", "把海川转给我吧"]
)
def test_a_rep_who_wants_a_colleagues_customer_asks_the_leader(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("告诉赵琳吗", choices=["告诉赵琳", "不用"])
    rep.taps("告诉赵琳").hears("已转告赵琳")
    company.member("赵琳").hears("小周让我转告你", words)


def test_of_an_own_customer_no_leader_is_asked(company: Company) -> None:
    company.member("小周").says("把联创转给我").hears("本来就是你在跟")


@pytest.mark.parametrize(
    "words",
    ["小周说他想把老街那家让出来", "昨天小周跟我说不想跟西站了", "上次说把老街给小吴的,算了", "小吴觉得自己跟不动"],
)
def test_what_somebody_said_is_no_order_to_them(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("", never=["已转告", "转给"])
    company.ignore("赵琳")


def test_later_too_of_two_holds_none_is_left(company: Company) -> None:
    boss = company.member("赵琳").says("联创再给三天")
    boss.hears("联创.*缓到")
    boss.says("联创缓到下周三").hears("缓到周三")
    boss.says("现在哪些单超时了").hears("")
    company.advance("5m")
    company.ignore()
    boss.says("联创不用缓了 孙总回来了").hears("联创")
    company.ignore()
    with company.db.read() as session:
        assert not session.exec(select(Opportunity).where(col(Opportunity.hold_until) > company.clock.now())).all()


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("联创再给一个礼拜,孙总出差了", r"11月30日"),
        ("联创那单再多给三天", r"11月26日"),
        ("联创再多给一个星期吧", r"11月30日"),
    ],
)
def test_more_time_said_behind_the_name_is_a_hold_with_no_report(company: Company, words: str, until: str) -> None:
    boss = company.member("赵琳").says(words)
    boss.hears("联创", "先缓到", until, never=["已记录"])
    company.member("小周").hears("赵琳给.*联创.*多留了", until)


def test_a_leader_who_will_look_into_a_deal_takes_nothing_over(company: Company) -> None:
    company.member("赵琳").says("联创这单我要亲自过问").hears(".", never=["转给", "本来就是", "已记录"])
