"""Leads are handed out in words: with the lead itself, in turn, by region; and what is asked about them."""

from __future__ import annotations

import pytest
from testing import Company, Person

LEADER, BOSS = "赵琳", "老板"


def entered(person: Person, *names: str) -> Person:
    for name in names:
        person.says(f"新线索:{name}").hears("新线索记好了")
    return person


@pytest.mark.parametrize(
    "words",
    [
        "新线索:绍兴兰亭印染厂,骆总,给小吴",
        "新线索:绍兴兰亭印染厂,骆总,让小吴跟",
        "新来了个线索绍兴兰亭印染厂找小吴跟",
        "又来了条线索绍兴兰亭诗歌节 给小吴",
        "刚进来一条线索:绍兴兰亭印染厂,骆总,交给小吴吧",
    ],
)
def test_to_whom_is_said_with_the_lead(company: Company, words: str) -> None:
    leader = company.member(LEADER).says(words)
    leader.hears("新线索记好了", "绍兴兰亭")
    leader.hears("绍兴兰亭.*转给小吴跟了")
    company.member("小吴").hears("赵琳给你一条新线索:绍兴兰亭", kind="nudge")


def test_a_rep_may_only_ask_for_it(company: Company) -> None:
    rep = company.member("小周").says("新线索:绍兴兰亭印染厂,骆总,给小吴")
    rep.hears("新线索记好了")
    rep.hears("要赵琳点头")
    company.ignore()


@pytest.mark.parametrize(
    "words", ["轮着分", "这三条线索轮流分给组里", "没分的线索都平均分下去", "今天来了三条线索,按顺序分给大家"]
)
def test_in_turn(company: Company, words: str) -> None:
    leader = entered(company.member(LEADER), "绍兴兰亭印染厂", "嘉兴南湖粮油", "海宁皮革城")
    heard = leader.says(words).hears("绍兴兰亭印染厂按顺序分给", "嘉兴南湖粮油按顺序分给", "海宁皮革城按顺序分给")
    assert all(name in heard.text for name in ("小吴", "小周", "阿新"))
    company.ignore()
    leader.says(words).hears("没有等着分的线索")


def test_by_region(company: Company) -> None:
    boss = company.member(BOSS).says("新线索:佛山南庄陶瓷,华南的,按区域分")
    boss.hears("新线索记好了", "佛山南庄陶瓷按顺序分给小郑了")
    company.ignore()
    boss.says("新线索:徐州云龙仪表,按区域分").hears("按区域分不了", choices=["交给阿新", "…"])
    boss.says("给小周").hears("转给小周跟了")
    company.ignore()
    entered(boss, "东莞虎门服装,华南的", "海宁皮革城")
    boss.says("按地区分").hears("东莞虎门服装按顺序分给小郑了", "还有 1 条没分")
    company.ignore()


def test_a_name_alone_takes_the_offer(company: Company) -> None:
    leader = entered(company.member(LEADER), "绍兴兰亭印染厂")
    leader.says("小周吧").hears("绍兴兰亭印染厂转给小周跟了")
    entered(leader, "嘉兴南湖粮油")
    leader.says("给阿新").hears("嘉兴南湖粮油转给阿新跟了")
    company.ignore()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("线索怎么分的", "主管点人分"),
        ("今天的线索都分给谁了", "绍兴兰亭印染厂 → 小周"),
        ("哪些线索还没首触", r"还没首触的线索 2 条[\s\S]*绍兴兰亭印染厂\(小周"),
        ("谁的线索还没打", "海宁皮革城"),
        ("哪些线索还没分", "还没分的 1 条:海宁皮革城"),
    ],
)
def test_questions(company: Company, words: str, says: str) -> None:
    leader = entered(company.member(LEADER), "绍兴兰亭印染厂")
    leader.says("给小周").hears("转给小周跟了")
    entered(leader, "海宁皮革城")
    company.ignore()
    leader.says(words).hears(says)


def test_a_rep_who_would_like_one_hears_of_whom(company: Company) -> None:
    company.member("小吴").says("我能不能领一条线索").hears("线索由赵琳分", "转告赵琳")
