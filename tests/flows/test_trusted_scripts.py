"""Items of the library are checked by whoever answers for them; who was shown one hears that it changed."""

from __future__ import annotations

from dataclasses import replace as with_fields

import pytest
from sqlmodel import col, select
from testing import Company

from bot.admin.library import tell_superseded
from knowledge import importing
from knowledge.items import Item
from knowledge.trust import care
from storage.engine import Database
from storage.library import Script, ScriptShown, ScriptVector
from storage.people import Member

BEFORE, REVIEW, AFTER = "2026-12-01 09:30", "2026-12-01 10:1", "2026-12-01 10:30"  # the first working day of a month
TRY_FIRST = "有没有先拿一家店试的话术"
POWER = "客户问断网怎么办,怎么回"
TITLE = "嫌贵:先拿一家店试"
OTHER = "司机不会用新车"


@pytest.fixture
def reviewed(company: Company) -> Company:
    """小周 answers for two items; the rest is nobody's, so the manager's."""
    own(company, "小周", "s2", "s5")
    return company


def own(company: Company, name: str, *codes: str) -> None:
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        for script in session.exec(select(Script).where(col(Script.code).in_(codes))):
            script.owner_id = member.id
            session.add(script)


def leaves(company: Company, name: str) -> None:
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        member.active = False
        session.add(member)


def age(company: Company, *codes: str) -> None:
    """Nothing was done to these items (all) for most of a year."""
    with company.db.write() as session:
        for script in session.exec(select(Script)):
            if not codes or script.code in codes:
                script.changed_at = script.changed_at.replace(month=3)
                session.add(script)


def to_review(company: Company) -> None:
    """The morning of the review, whatever else everybody was told until then."""
    age(company)
    company.until(BEFORE)
    company.ignore()
    company.until(AFTER)


def test_whoever_answers_for_items_is_asked_each_month_and_answers_with_a_tap(reviewed: Company) -> None:
    rep, boss = reviewed.member("小周"), reviewed.member("老板")
    to_review(reviewed)
    rep.hears("2 条 6 个月没核对", f"1. {TITLE}", f"2. {OTHER}", choices=["逐条看"], kind="nudge", at=REVIEW)
    boss.hears("3 条 6 个月没核对", choices=["逐条看"])
    rep.taps("逐条看").hears(TITLE, "后面还有 1 条", choices=["还对", "要改", "下架"])
    rep.taps("还对")
    rep.hears(f"「{TITLE}」核对过了", choices=["撤回"], kind="receipt")
    rep.hears(OTHER, choices=["还对", "要改", "下架"])
    rep.taps("下架").hears(f"「{OTHER}」下架了")
    rep.says("哪些话术要核对").hears("没有到期")
    rep.says(TRY_FIRST).hears(f"【{TITLE}】", "✓ 已核对 2026-12 小周")


def asked(company: Company) -> list[str]:
    """Who was asked so far."""
    return sorted(shown.to for shown in company.simulation.screens.shown if "没核对" in shown.text)


def test_nobody_is_asked_twice_nor_of_what_is_not_due(reviewed: Company) -> None:
    age(reviewed, "s2")
    reviewed.until(AFTER)
    assert asked(reviewed) == ["小周"]
    reviewed.simulation.app.sweep()
    reviewed.rebuild().sweep()
    reviewed.until("2026-12-02 12:00")
    assert asked(reviewed) == ["小周"]
    reviewed.until("2027-01-04 11:00")  # December passed without an answer, and the year begins with days off
    assert asked(reviewed) == ["小周", "小周"]
    reviewed.ignore()


def test_missed_in_the_night_it_comes_in_the_morning(reviewed: Company) -> None:
    age(reviewed)
    reviewed.until(BEFORE)
    reviewed.clock.move_to(reviewed.clock.now().replace(hour=14, minute=30))  # 22:30, the process was down
    reviewed.restart()
    reviewed.simulation.app.sweep()
    reviewed.simulation.settle()
    assert asked(reviewed) == []
    reviewed.until("2026-12-02 10:05")
    assert asked(reviewed) == ["小周", "老板"]
    reviewed.ignore()


def test_what_an_owner_leaves_behind_is_the_managers(reviewed: Company) -> None:
    leaves(reviewed, "小周")
    to_review(reviewed)
    reviewed.member("老板").hears("5 条 6 个月没核对")
    reviewed.ignore()


def test_a_single_item_is_asked_about_at_once(company: Company) -> None:
    own(company, "小周", "s2")
    age(company, "s2")
    company.until(BEFORE)
    company.ignore()
    company.until(AFTER)
    company.member("小周").hears("还对吗", TITLE, choices=["还对", "要改", "下架"])
    company.ignore()


def test_changed_words_alone_are_found_and_who_saw_the_old_ones_hears(reviewed: Company) -> None:
    seer = reviewed.member("小吴")
    seer.says(TRY_FIRST).hears("先装一间")
    with reviewed.db.write() as session:  # as if it was embedded before
        vector = {"embedder": "x", "content_hash": "x", "whole": b"x", "title": b"x"}
        session.add(ScriptVector(code="s2", **vector))
    change(reviewed, "s2", "先免费用一个月,报修没少您不用付钱。")
    seer.hears(f"「{TITLE}」改了", "先免费用一个月", choices=["看看"], kind="receipt")
    seer.taps("看看").hears("先免费用一个月", "✓ 已核对 2026-11 小周", never=["先装一间"])
    with reviewed.db.read() as session:
        assert session.exec(select(ScriptVector).where(ScriptVector.code == "s2")).all() == []
    seer.says("有没有先装一间的话术").hears("", never=["先装一间"])


def change(company: Company, code: str, words: str) -> None:
    """小周 changes an item by the buttons of a review."""
    rep = company.member("小周")
    age(company, code)
    rep.says("核对话术").hears(choices=["还对", "要改", "下架"])
    rep.taps("要改").hears("新的说法发我")
    rep.says(words).hears("改好了", "只按新说法找得到", choices=["撤回"], kind="receipt")


def test_a_nod_is_no_new_words_and_other_things_are_served(reviewed: Company) -> None:
    rep = reviewed.member("小周")
    age(reviewed, "s2")
    rep.says("核对话术").hears(choices=["还对", "要改", "下架"])
    rep.taps("要改").hears("新的说法发我")
    rep.says("改短点").hears("发一整句过来", "新的说法")
    rep.says("取消").hears("")
    rep.says(TRY_FIRST).hears("先装一间")


def test_words_that_could_be_an_order_are_the_new_words(reviewed: Company) -> None:
    change(reviewed, "s2", "下周三我带样机过来,明早九点提醒您一声,先免费用一个月。")


def test_of_a_large_library_few_are_named(company: Company) -> None:
    items = [Item(f"n{n}", f"第{n}条怎么说", f"就这么说{n}。", "script") for n in range(20)]
    with company.db.write() as session:
        importing.put(session, items, company.clock.now())
    to_review(company)
    company.member("老板").hears("有 25 条", "1. ", "5. ", "先看最久的几条", never=["6. "])
    company.ignore()


def test_a_change_is_taken_back_and_whoever_heard_hears_that_too(reviewed: Company) -> None:
    rep, seer = reviewed.member("小周"), reviewed.member("小吴")
    seer.says(TRY_FIRST).hears("先装一间")
    change(reviewed, "s2", "先免费用一个月。")
    seer.hears("改了")
    rep.taps("撤回").hears("已撤回")
    seer.hears("不算数了")
    seer.says(TRY_FIRST).hears("先装一间")


def test_whoever_saw_it_too_long_ago_or_has_left_is_not_told(reviewed: Company) -> None:
    for name in ("小吴", "阿新"):
        reviewed.member(name).says(TRY_FIRST).hears("先装一间")
    leaves(reviewed, "阿新")
    with reviewed.db.write() as session:
        for row in session.exec(select(ScriptShown)):
            row.at = row.at.replace(month=10)
            session.add(row)
    reviewed.member("小周").says(f"下架「{TITLE}」").hears("下架了", never=["位同事会听到"])
    reviewed.member("小吴").hears_nothing()


def test_a_retired_item_is_never_found_again_and_its_button_says_so(reviewed: Company) -> None:
    seer, boss = reviewed.member("小吴"), reviewed.member("老板")
    seer.says(TRY_FIRST).hears("先装一间")
    boss.says(f"下架「{TITLE}」").hears("下架了", "1 位同事会听到", choices=["撤回"])
    seer.hears(f"「{TITLE}」下架了,先别再用", kind="receipt", choices=[])
    seer.says(TRY_FIRST).hears("", never=["先装一间"])
    boss.says(f"下架「{TITLE}」").hears("没找到")


def test_who_does_not_answer_for_an_item_changes_nothing(reviewed: Company) -> None:
    for name in ("小吴", "顾强", "法务小何"):  # a colleague, a supervisor of another team, a department
        reviewed.member(name).says(f"下架「{TITLE}」").hears("没找到你能管的话术")
        reviewed.member(name).says(f"「{TITLE}」核对过了").hears("没找到你能管的话术")
    reviewed.member("赵琳").says(f"「{TITLE}」核对过了").hears("核对过了", choices=["撤回"])  # of the owner's own team
    reviewed.member("小吴").says("核对话术").hears("没有到期")


def test_an_old_button_of_whoever_answers_no_more_does_nothing(reviewed: Company) -> None:
    rep = reviewed.member("小周")
    to_review(reviewed)
    rep.hears("没核对")
    rep.taps("逐条看").hears(TITLE)
    own(reviewed, "小吴", "s2")
    rep.taps("下架").hears("不归你管,没有动")
    reviewed.ignore()


def test_a_title_said_in_part_is_shown_before_it_goes(reviewed: Company) -> None:
    rep = reviewed.member("小周")
    rep.says("下架先拿一家店").hears("是这条吗", TITLE, choices=["下架", "先不动"])
    rep.taps("先不动").hears("没动")
    rep.says("下架先拿一家店那条").hears("是这条吗")
    rep.taps("下架").hears("下架了")


def test_a_title_may_end_in_a_question_mark(company: Company) -> None:
    brought(company.db, company, Item("q", "有没有回扣?", "没有。", "faq"))
    company.member("老板").says("下架「有没有回扣?」").hears("「有没有回扣\\?」下架了")


def test_of_several_with_the_words_it_is_asked_which(company: Company) -> None:
    boss = company.member("老板")
    boss.says("下架嫌贵").hears("对得上几条", choices=["1.店长嫌贵:按三年摊到每个顾客", "2.嫌贵:先拿一家店试", "…"])
    boss.taps("先不动").hears("没动")


def brought(db: Database, company: Company, *items: Item) -> importing.Imported:
    with db.write() as session:
        done = importing.put(session, items, company.clock.now())
        tell_superseded(session, company.policy, done, company.clock.now())
    company.simulation.settle()
    return done


def test_a_newer_version_retires_the_older_one_and_tells_who_saw_it_once(company: Company) -> None:
    old = Item("v1", "断网怎么办", "断网能撑两小时。", "faq", product_line="收银系统", product_version="8.2")
    brought(company.db, company, old)
    seer = company.member("小吴")
    seer.says(POWER).hears("撑两小时")
    new = with_fields(old, code="v2", body="断网能撑一整天。", product_version="8.3")
    assert [one.code for one in brought(company.db, company, new).superseded] == ["v1"]
    seer.hears("「断网怎么办」出了新版", choices=["看新版"], kind="receipt")
    seer.taps("看新版").hears("撑一整天")
    brought(company.db, company, new)
    seer.hears_nothing()
    seer.says(POWER).hears("撑一整天")


def test_the_manager_says_that_a_version_is_out(company: Company) -> None:
    items = [
        Item("v1", "断网怎么办", "断网能撑两小时。", "faq", product_line="收银系统", product_version="8.2"),
        Item("v2", "能接几台秤", "能接四台秤。", "faq", product_line="收银系统", product_version="8.3"),
    ]
    brought(company.db, company, *items)
    company.member("小吴").says(POWER).hears("撑两小时")
    company.member("小吴").says("收银系统8.3上线了").hears("由经理来下架", choices=["记成跟进"])
    boss = company.member("老板")
    boss.says("收银系统8.3上线了").hears("1. 断网怎么办\\(8.2\\)", choices=["都下架", "先不动"], never=["几台秤"])
    boss.taps("都下架").hears("1 条旧版话术下架了")
    company.member("小吴").hears("「断网怎么办」下架了")
    boss.says("收银系统8.3上线了").hears("没有比 8.3 旧的", choices=["记成跟进"])


def test_words_changed_in_the_chat_outlive_the_same_file(company: Company) -> None:
    item = Item("x", "断网怎么办", "断网能撑两小时。", "faq")
    brought(company.db, company, item)
    with company.db.write() as session:
        row, _ = care.locked(session, "x", col(Script.id).is_not(None))
        assert row is not None
        care.change_words(session, row, "断网能撑一天。", 1, company.clock.now())
    assert brought(company.db, company, item).unchanged == 1
    company.member("小吴").says(POWER).hears("撑一天")
    brought(company.db, company, with_fields(item, body="断网能撑三天。"))
    company.member("小吴").says(POWER).hears("撑三天", never=["已核对"])


def test_who_was_shown_what_is_forgotten_in_time(company: Company) -> None:
    company.member("小吴").says(TRY_FIRST).hears("先装一间")
    with company.db.read() as session:
        assert len(session.exec(select(ScriptShown)).all()) == 1
    with company.db.write() as session:
        for row in session.exec(select(ScriptShown)):
            row.at = row.at.replace(month=4)
            session.add(row)
    company.until("2026-11-24 09:30")
    company.ignore()
    with company.db.read() as session:
        assert session.exec(select(ScriptShown)).all() == []


@pytest.mark.parametrize(("words", "is_shown"), [("没用 太硬了", True), ("没用", False), ("有用,发给客户了", False)])
def test_who_answers_for_an_item_sees_what_was_wrong_with_it(company: Company, words: str, is_shown: bool) -> None:
    own(company, "小周", "s2")
    own(company, "老板", "s5")
    leader, rep = company.member("赵琳"), company.member("小周")
    leader.says(TRY_FIRST).hears(f"【{TITLE}】")
    leader.says(words).hears("记下了")
    to_review(company)
    rep.hears(TITLE, *([f"赵琳说没用上:「{words}」"] if is_shown else []), never=[] if is_shown else ["没用上"])
    company.ignore()
