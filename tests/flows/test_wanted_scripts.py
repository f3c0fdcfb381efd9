"""悬赏: what the library does not answer is wanted, counted by people; and what is sent of an item."""

from __future__ import annotations

from sqlmodel import select
from testing import Company

from knowledge import importing
from knowledge.items import Item
from knowledge.trust import wanted
from storage.people import Member


def asks(company: Company, name: str, words: str) -> None:
    person = company.member(name)
    person.says(words).hears("没有合适话术", choices=["记到悬赏"])
    person.taps("记到悬赏")


def test_the_same_question_counts_people_and_names_no_customer(company: Company) -> None:
    asks(company, "小周", "联创孙总问卫星通信加密怎么回")
    company.member("小周").hears("记到悬赏了", choices=["看悬赏清单", "撤回"], kind="receipt")
    asks(company, "小吴", "卫星通信加密怎么回")
    company.member("小吴").hears("加上你有 2 人想要")
    asks(company, "小吴", "卫星通信加密怎么回")
    company.member("小吴").hears("你记过了,一共 2 人", choices=["看悬赏清单"])
    asks(company, "小吴", "客户问核反应堆退役怎么回")
    company.member("小吴").hears("记到悬赏了")
    rep = company.member("法务小何")
    rep.says("悬赏清单")
    rep.hears("1. 「客户问卫星通信加密怎么回」2 人想要", "2. 「客户问核反应堆退役", never=["联创", "孙总"])


def test_a_wish_is_taken_back(company: Company) -> None:
    asks(company, "小周", "卫星通信加密怎么回")
    rep = company.member("小周")
    rep.hears("记到悬赏了")
    rep.taps("撤回").hears("已撤回")
    rep.says("悬赏").hears("悬赏清单是空的")


def test_what_is_answered_is_wanted_no_more(company: Company) -> None:
    asks(company, "小周", "卫星通信加密怎么回")
    company.member("小周").hears("记到悬赏了")
    with company.db.write() as session:
        found = wanted.most_wanted(session, 5)
        who = wanted.answered(session, found[0].id, "s1", company.clock.now())
        assert who == (session.exec(select(Member.id).where(Member.name == "小周")).one(),)
        assert wanted.answered(session, found[0].id, "s2", company.clock.now()) == ()
        assert wanted.get(session, found[0].id) is None
    company.member("小吴").says("悬赏").hears("空的")


def test_what_is_recorded_of_an_item_is_sent_and_what_is_elsewhere_is_not(company: Company) -> None:
    sound = company.media.put(b"ID3 a sound", ".mp3")
    items = [
        Item("r1", "冠军怎么答嫌贵", "听三分钟。", "audio", industry=("零售",), media=sound),
        Item("r2", "嫌贵的案例视频", "看两分钟。", "video", industry=("零售",), media="films/price.mp4"),
    ]
    with company.db.write() as session:
        importing.put(session, items, company.clock.now())
    leader = company.member("赵琳")
    leader.says("鼎新嫌贵,冠军怎么答").hears(
        "【录音·冠军怎么答嫌贵】",
        choices=["有用", "没用", "发给我语音", "不限行业和角色", "设为新人必学"],
    )
    leader.taps("发给我语音")
    assert leader.hears("冠军怎么答嫌贵").file == sound
    rep = company.member("小周")
    rep.says("有没有嫌贵的案例视频")  # its file was not brought in
    rep.hears("嫌贵的案例视频", choices=["有用", "没用"])  # a video was asked for, and there is one


def test_a_wanted_question_is_answered_by_who_likes_and_whoever_waited_hears(company: Company) -> None:
    asker, writer, leader = company.member("小周"), company.member("小吴"), company.member("赵琳")
    asker.says("客户问卫星通信加密怎么回").hears("没有合适话术", choices=["记到悬赏"])
    asker.taps("记到悬赏").hears("记到悬赏了")
    writer.says("悬赏清单").hears("卫星通信加密", choices=["我来写·1"])
    writer.taps("我来写·1").hears("大家在问:「客户问卫星通信加密怎么回」", "把原话发我")
    writer.says("国密算法我们过了检测,报告明天就发您,您先看第三页").hears("行吗", choices=["交上去", "…"])
    writer.taps("交上去").hears("交给赵琳审了", kind="receipt")
    leader.hears("小吴交了话术", choices=["通过", "退回"])
    leader.taps("通过").hears("国密算法", kind="receipt")
    writer.hears("50", kind="receipt")
    asker.hears("你要的话术有人写了", choices=["看看"], kind="receipt")
    asker.taps("看看").hears("国密算法")
    writer.says("悬赏清单").hears("空的")
