"""新人必学: new hires learn items in order, each ticked once; their own leaders see how far they are."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from knowledge.trust import learning
from storage.library import Script
from storage.people import Member, Team

DRIVER, SHOP = "司机不会用新车", "店长嫌贵:按三年摊到每个顾客"


@pytest.fixture
def taught(company: Company) -> Company:
    """Two items are learnt by every new hire: the driver's first, then the shop's, set by 赵琳."""
    set_required(company, "赵琳", "s5", "s1")
    return company


def set_required(company: Company, by: str, *codes: str) -> None:
    with company.db.write() as session:
        leader = session.exec(select(Member).where(Member.name == by)).one()
        for minutes, code in enumerate(codes):
            script = session.exec(select(Script).where(col(Script.code) == code)).one()
            script.required_at = company.clock.now().replace(hour=1, minute=minutes)
            script.required_by = leader.id
            session.add(script)


@pytest.mark.parametrize("words", ["这条让新人都学一下", "加到新人必学里"])
def test_a_leader_sets_it_in_words(company: Company, words: str) -> None:
    leader = company.member("赵琳").says("司机不会用新车怎么回")
    leader.hears(DRIVER)
    leader.says(words).hears(f"「{DRIVER}」设为新人必学了")
    leader.says("司机不会用新车怎么回").hears(DRIVER)
    leader.says(words).hears(".", never=["不再是新人必学"])


def test_a_leader_sets_what_is_found_and_takes_it_out_again(company: Company) -> None:
    leader, hire = company.member("赵琳"), company.member("阿新")
    hire.says("我要学什么").hears("还没有设新人必学的话术")
    leader.says("司机不会用新车怎么回").hears(DRIVER, choices=["有用", "没用", "设为新人必学"])
    leader.taps("设为新人必学").hears(f"「{DRIVER}」设为新人必学了,排第 1 条", choices=["撤回"], kind="receipt")
    hire.says("必学").hears("必学第 1 条 · 学完 0/1", DRIVER, choices=["学完了", "看清单"])
    leader.says("司机不会用新车怎么回").hears(DRIVER, choices=["有用", "没用", "移出新人必学"])
    leader.taps("移出新人必学").hears("不再是新人必学")
    hire.says("必学").hears("还没有设新人必学的话术")


@pytest.mark.parametrize("words", ["我要学什么", "学习进度", "新人必学", "我学到哪了"])
def test_a_new_hire_learns_one_after_the_other(taught: Company, words: str) -> None:
    hire = taught.member("阿新")
    hire.says(words).hears("必学第 1 条 · 学完 0/2", DRIVER, choices=["学完了", "下一条", "看清单"])
    hire.taps("下一条").hears("必学第 2 条 · 学完 0/2", SHOP)
    hire.taps("学完了")
    hire.hears(f"「{SHOP}」学完了,1/2", kind="receipt")
    hire.hears("必学第 1 条 · 学完 1/2", DRIVER, choices=["学完了", "看清单"])
    hire.taps("看清单").hears("学完 1/2", f"· 1. {DRIVER}", f"✓ 2. {SHOP}", choices=["接着学"])
    hire.taps("接着学").hears(DRIVER)
    hire.taps("学完了").hears("2/2", kind="receipt")
    hire.hears("2 条都学完了", choices=["陪练一下"])
    hire.taps("陪练一下").hears("想练哪种客户")


def test_what_is_learnt_is_ticked_once(taught: Company) -> None:
    hire = taught.member("阿新")
    hire.says("必学").hears(DRIVER)
    hire.taps("学完了").hears("1/2")
    hire.hears(SHOP)
    hire.company.say("阿新", {"tap": "学完了"})
    hire.hears("2/2")
    hire.hears("都学完了")
    hire.company.say("阿新", {"tap": "学完了"})
    hire.hears("之前就学完了,2/2")
    hire.hears("都学完了")


def test_how_far_new_hires_are_is_their_own_leaders_to_see(taught: Company) -> None:
    with taught.db.write() as session:
        south = session.exec(select(Team).where(Team.name == "南区")).one()
        session.add(Member(name="阿南", role="new_hire", team_id=south.id))
    hire = taught.member("阿新")
    hire.says("必学").hears(DRIVER)
    hire.taps("学完了").hears("1/2")
    hire.hears(SHOP)
    taught.member("赵琳").says("新人学习进度").hears("阿新:1/2", f"下一条「{SHOP}」", never=["阿南"])
    taught.member("顾强").says("新人学习进度").hears("阿南:0/2,还没开始", never=["阿新"])
    taught.member("老板").says("新人学到哪了").hears("阿新:1/2", "阿南:0/2")
    taught.member("赵琳").says("阿新学到哪了").hears("阿新:1/2")
    taught.member("顾强").says("阿新学到哪了").hears("你带的新人里没有「阿新」", never=["1/2"])
    taught.member("小吴").says("阿新学到哪了").hears("", never=["1/2"])


def test_only_leaders_set_it_and_only_who_set_it_or_the_manager_takes_it_out(taught: Company) -> None:
    taught.member("小周").says("司机不会用新车怎么回").hears(DRIVER, choices=["有用", "没用"])
    other = taught.member("顾强")
    other.says("司机不会用新车怎么回").hears(DRIVER, choices=["有用", "没用", "移出新人必学"])
    other.taps("移出新人必学").hears("不归你管,没有动")
    boss = taught.member("老板")
    boss.says("司机不会用新车怎么回").hears(DRIVER)
    boss.taps("移出新人必学").hears("不再是新人必学")


@pytest.mark.daily
def test_a_new_item_is_in_the_list_of_the_morning(company: Company) -> None:
    company.until("2026-11-23 11:00")
    company.ignore()
    set_required(company, "赵琳", "s5")
    company.until("2026-11-24 09:00")
    hire, rep = company.member("阿新"), company.member("小吴")
    morning = [shown for shown in company.simulation.screens.shown if shown.to == "阿新" and "必学多了" in shown.text]
    assert len(morning) == 1 and DRIVER in morning[0].text
    assert not [shown for shown in company.simulation.screens.shown if shown.to == rep.name and "必学" in shown.text]
    company.ignore()
    hire.taps("接着学").hears(DRIVER)
    company.until("2026-11-25 09:00")
    assert len([shown for shown in company.simulation.screens.shown if "必学多了" in shown.text]) == 1
    company.ignore()


def test_words_are_about_the_path_while_it_is_spoken_of(taught: Company) -> None:
    hire = taught.member("阿新")
    hire.says("我刚来,要学什么").hears("必学第 1 条 · 学完 0/2", DRIVER)
    hire.says("看清单").hears(f"· 1. {DRIVER}", f"· 2. {SHOP}")
    hire.says("还差几条").hears("学完 0/2,还差 2 条。下一条是第 1 条")
    hire.says("下一条").hears("必学第 2 条", SHOP)
    hire.says("学完").hears(f"「{SHOP}」学完了,1/2", kind="receipt")
    hire.hears("必学第 1 条", DRIVER)
    hire.says("学到第几条了").hears("必学第 1 条 · 学完 1/2")
    hire.says("学完了").hears("2/2", kind="receipt")
    hire.hears("都学完了")


def path_of(company: Company) -> list[str]:
    with company.db.read() as session:
        return [fact.code for fact in learning.path(session)]


def test_a_leader_orders_the_path_in_words(taught: Company) -> None:
    leader = taught.member("赵琳")
    leader.says("新人必学").hears(f"1. {DRIVER}", f"2. {SHOP}")
    leader.says("把第二条调到第一条").hears(f"「{SHOP}」排第 1 条了", f"1. {SHOP}", f"2. {DRIVER}", choices=["撤回"])
    assert path_of(taught) == ["s1", "s5"]
    leader.says("撤回").hears("已撤回")
    assert path_of(taught) == ["s5", "s1"]
    leader.says("新人必学").hears(DRIVER)
    leader.says("把第一条拿掉").hears(f"「{DRIVER}」不再是新人必学", kind="receipt")
    leader.says(f"把「{DRIVER}」设为新人必学").hears("设为新人必学了,排第 2 条", kind="receipt")
    leader.says(f"{DRIVER}不用学了").hears(f"「{DRIVER}」不再是新人必学")
    leader.says("把第五条从必学里拿掉").hears("必学一共 1 条,没有第 5 条")
    taught.member("阿新").says("把第一条从必学里拿掉").hears("你这边办不了")


@pytest.mark.parametrize(
    "words",
    [
        "先别把第一条拿掉",
        "要不要把第一条拿掉",
        "如果把第一条拿掉呢",
        "客户说把第一条拿掉",
        "「把第一条拿掉」",
        "把第二条调到第一条合适吗",
        f"把「{DRIVER}」移出新人必学了吗",
        f"要不要把「{DRIVER}」移出新人必学",
    ],
)
def test_only_a_plain_order_changes_the_path(words: str, taught: Company) -> None:
    leader = taught.member("赵琳")
    leader.says("新人必学").hears(DRIVER)
    leader.says(words).hears(".")
    assert path_of(taught) == ["s5", "s1"]


def test_the_path_is_to_be_learnt_by_a_day(taught: Company) -> None:
    leader, hire = taught.member("赵琳"), taught.member("阿新")
    leader.says("给阿新布置一下,这周学完必学").hears("布置好了:阿新在周日.11月29日.前学完必学的 2 条", choices=["撤回"])
    hire.hears("赵琳给你布置了:周日.11月29日.前学完新人必学的 2 条", choices=["开始学"])
    hire.says("看必学清单").hears("赵琳让你周日.11月29日.前学完")
    leader.says("阿新学得怎么样了").hears("阿新:0/2", "赵琳要周日.11月29日.前学完")
    leader.says("让阿新学必学").hears("学到哪天为止", choices=["周五(11月27日)", "周五(12月4日)"])
    leader.says("下周三").hears("周三.12月2日.前")
    hire.hears("周三.12月2日.前学完")
    leader.says("撤回").hears("已撤回")
    hire.hears("不算数了")
    leader.says("阿新学到哪了").hears("周日.11月29日.前")
    taught.member("顾强").says("给阿新布置一下,这周学完必学").hears("不归你带")


def test_nothing_on_the_path_is_said_to_be_so(company: Company) -> None:
    company.member("赵琳").says("阿新学得怎么样了").hears("必学里还没有一条", "设为新人必学", never=["0/0"])


def test_an_item_is_named_by_a_part_of_its_title_and_the_day_is_asked_for(taught: Company) -> None:
    leader, hire = taught.member("赵琳"), taught.member("阿新")
    leader.says("新人必学清单给我看看").hears("新人按这个顺序学", f"1. {DRIVER}")
    leader.says("必学的顺序调一下,第二条放第一").hears(f"「{SHOP}」排第 1 条了")
    leader.says("把司机那条从必学里拿掉").hears(f"「{DRIVER}」不再是新人必学")
    hire.says("必学").hears(SHOP)
    hire.says("什么时候要学完").hears("没有定过哪天要学完", "还差 1 条")
    leader.says("阿新必学学完了吗").hears("阿新:0/1")
