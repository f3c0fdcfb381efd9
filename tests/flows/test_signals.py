"""Signals: what somebody is told of a deal's history, once per occurrence, with the words themselves and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import pytest
from databases import Postgres
from sqlmodel import Session, col, select
from structure import files
from testing import WORLD, Company, Person, found, unasked

from bot import access
from bot.admin import policy_change
from config import policy as policies
from config.policy import Policy
from config.yaml_lines import ConfigError
from sales import signals
from storage.background import Timer
from storage.deals import Signal
from storage.engine import open_database
from storage.people import Member

REFUSED = ("鼎新薛总说最近忙,不见", "鼎新薛总又推了,不肯见面", "今天去鼎新吃了闭门羹,薛总拒绝见面")
THREE = "30 天里 3 次拒绝见面"
SHIPPED = policies.load()


def policy_with(folder: Path, rules: str) -> Policy:
    """The shipped policy with a company's own file of signals."""
    shipped = policies.SHIPPED.read_text("utf-8")
    assert "\nsignals: null\n" in shipped
    (folder / "policy.yml").write_text(shipped.replace("\nsignals: null\n", "\nsignals: ours.yml\n"), "utf-8")
    (folder / "ours.yml").write_text(rules, "utf-8")
    return unasked(policies.load(folder / "policy.yml"))


@contextmanager
def with_rules(tmp_path: Path, template: Path, rules: str) -> Iterator[Company]:
    """The test company under rules of its own."""
    company = Company(tmp_path, template, policy_with(tmp_path, dedent(rules)))
    try:
        yield company
        assert not company.unheard(), company.transcript()
    finally:
        company.close()


def id_of(session: Session, name: str) -> int:
    found = session.exec(select(Member.id).where(Member.name == name)).one()
    assert found is not None
    return found


def refuse(company: Company, rep: Person, *said: str) -> None:
    for words in said:
        company.advance("5h")
        rep.says(words).hears("已记录", "拒绝见面")


def test_three_refused_meetings_are_told_once_with_dates_words_and_what_to_do(company: Company) -> None:
    rep = company.member("小周")
    refuse(company, rep, *REFUSED[:2])
    company.until("2026-11-24 14:10")
    rep.says(REFUSED[2]).hears("已记录")
    buttons = ["更换对接人", "竞品对比表", "约主管一起去", "为什么提醒我"]
    told = rep.hears(THREE, "鼎新", "11月23日", "11月24日", "吃了闭门羹", "更换对接人", kind="nudge", choices=buttons)
    assert len(told.text) <= 100
    company.advance("1h")
    rep.says("鼎新薛总第四次了,还是不见").hears("已记录")
    rep.hears_nothing()
    rep.says("为什么提醒我这个").hears("所以提醒你", *REFUSED, "建议")


def test_it_comes_again_only_when_it_was_over_and_rests_on_something_new(company: Company) -> None:
    rep = company.member("小周")
    refuse(company, rep, *REFUSED)
    rep.hears(THREE)
    company.until("2026-12-24 12:00")  # all are older than 30 days
    company.ignore()
    rep.says("鼎新薛总还是不肯见面").hears("已记录")
    rep.hears_nothing()
    company.advance("2h")
    rep.says("又去了鼎新,薛总不见").hears("已记录")
    company.advance("2h")
    rep.says("鼎新薛总拒绝见面了").hears("已记录")
    rep.hears(THREE, "12月24日")


def test_at_an_avoided_minute_and_at_night_it_is_part_of_the_answer(company: Company) -> None:
    rep = company.member("小周")
    refuse(company, rep, *REFUSED[:2])
    company.until("2026-11-24 14:30")
    rep.says(REFUSED[2]).hears("已记录")
    rep.hears(THREE, kind="reply", at="2026-11-24 14:30")


def test_what_is_taken_back_makes_nothing_true(company: Company) -> None:
    rep = company.member("小周")
    refuse(company, rep, *REFUSED)
    rep.hears(THREE)
    rep.says("撤回").hears("已撤回", f"「{THREE}」也不算了")
    rep.taps("为什么提醒我").hears("不用管")
    rep.says("撤错了,恢复刚才那条").hears("恢复")
    rep.hears_nothing()
    company.advance("3h")
    rep.says("鼎新薛总又不肯见").hears("已记录")
    rep.hears_nothing()  # it is the same occurrence again


def test_who_did_not_speak_hears_by_the_clock_and_the_new_owner_in_their_place(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    refuse(company, rep, *REFUSED[:2])
    company.until("2026-11-24 21:10")
    boss.says(REFUSED[2]).hears("已记录")
    boss.says("把鼎新转给小吴").hears("小吴")
    company.until("2026-11-25 10:05")
    shown = [m for m in company.simulation.screens.shown if THREE in m.text]
    assert [(m.to, m.kind) for m in shown] == [("小吴", "nudge")], company.transcript()
    assert "08:30" < f"{shown[0].at.astimezone(company.policy.zone):%H:%M}" <= "10:00"
    company.ignore()


def test_what_others_were_to_hear_is_dropped_with_the_record(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    refuse(company, rep, *REFUSED[:2])
    company.until("2026-11-24 21:10")
    boss.says(REFUSED[2]).hears("已记录")
    boss.says("撤回").hears("已撤回")
    company.until("2026-11-25 10:30")
    assert not [m for m in company.simulation.screens.shown if THREE in m.text], company.transcript()
    company.ignore()
    assert rep.name == "小周"


def test_three_without_a_next_step_are_said_with_the_answer(company: Company) -> None:
    rep = company.member("小周")
    for number, words in enumerate(("挺感兴趣", "说再看看", "还在考虑")):
        company.advance("4h")
        rep.says(f"刚跟联创孙总打完电话,{words}").hears("异议")
        rep.taps("功能疑虑").hears("已记录")
        if number < 2:
            rep.hears_nothing()
    rep.hears("连着 3 次没约下一步", kind="reply", choices=["安排下一步", "为什么提醒我"])
    company.ignore()


def test_refusals_in_a_stage_that_asks_for_the_objection_are_one_message(company: Company) -> None:
    rep = company.member("小郑")
    for words in ("不方便接待", "拦在门外,不肯见面", "又放我鸽子了"):
        company.advance("4h")
        rep.says(f"米果尹总{words}").hears("异议")
        rep.taps("功能疑虑").hears("已记录", "拒绝见面")
    rep.hears(THREE)
    rep.says("更换对接人").hears("接下来找谁")
    rep.says("找他们采购余经理").hears("余经理")


def test_a_fallen_sum_is_told_to_both_and_taken_back_for_both(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("把联创那单改成30万").hears("36 万元 → 30 万元")
    rep.hears_nothing()
    rep.says("把联创那单改成20万").hears("30 万元 → 20 万元")
    rep.hears("金额降了两成", "36 万元→20 万元", kind="nudge")
    boss.hears("联创", "小周", "金额降了两成", kind="alert", choices=["看看情况", "为什么提醒我"])
    boss.taps("为什么提醒我").hears("36 万元 → 30 万元", "30 万元 → 20 万元")
    rep.says("撤回").hears("已撤回", "也不算了")
    boss.hears("撤回了这条", "金额降了两成")


def test_the_buttons_do_what_they_say(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    refuse(company, rep, *REFUSED)
    rep.hears(THREE)
    rep.taps("更换对接人").hears("接下来找谁", choices=[])
    rep.says("采购部的黄经理").hears("加上了", "黄经理", kind="receipt")
    rep.taps("竞品对比表").hears("「竞品对比表」我这里还没有")
    rep.taps("约主管一起去").hears("赵琳", "上班前|已经跟")
    rep.taps("安排下一步").hears("下一步做什么")
    rep.says("随便").hears("带上时间")
    rep.says("周五下午三点去拜访黄经理").hears("提醒你", "拜访黄经理", kind="receipt")
    company.until("2026-11-24 10:02")
    boss.hears("小周想约你一起去", THREE, kind="alert", choices=["回他一句", "看看情况"])
    boss.taps("回他一句").hears("要回小周什么")
    boss.says("周四上午可以").hears("已经回给小周")
    rep.hears("赵琳回你", "周四上午可以")
    company.ignore()


def test_the_limits_message_tells_what_belongs_to_it_and_nothing_comes_beside_it(company: Company) -> None:
    rep = company.member("小周")
    company.until("2026-11-24 10:10")
    rep.says("刚跟联创孙总打完电话,挺感兴趣").hears("异议")
    rep.taps("暂无异议").hears("已记录")
    company.until("2026-11-27 10:25")
    mine = [m for m in company.simulation.screens.shown if m.to == "小周" and "联创" in m.text and m.kind == "nudge"]
    assert len(mine) == 1 and "意向高,却卡在报价" in mine[0].text, company.transcript()
    assert "约主管一起去" in [label for label, _ in mine[0].buttons]
    company.until("2026-12-04 18:00")
    mine = [m for m in company.simulation.screens.shown if m.to == "小周" and "联创" in m.text and m.kind == "nudge"]
    assert len(mine) == 1, company.transcript()
    company.ignore()


def test_who_decides_is_noted_and_then_no_longer_missing(company: Company) -> None:
    rep = company.member("小周")
    company.until("2026-11-26 09:20")
    nudged = [m for m in company.simulation.screens.shown if m.to == "小周" and "联创" in m.text][-1]
    assert "还没写谁拍板" in nudged.text, company.transcript()
    company.ignore()
    rep.says("刚跟联创孙总打电话,他说预算还没批").hears("已记录", "预算")
    rep.says("联创钟经理微信说预算没定,让再等等").hears("已记录", "预算")
    rep.hears("60 天里 2 次说预算没定", "让再等等", choices=["写上谁拍板", "安排下一步", "为什么提醒我"])
    rep.taps("写上谁拍板").hears("谁拍板", choices=["孙总", "钟经理", "还不清楚"])
    with company.db.read() as session:
        speaker = access.speaker(session, id_of(session, "小周"))
        assert speaker is not None
        count, found = signals.open_in(session, speaker.deals, company.policy.signals, 10)
    names = [signals.rule_of(company.policy, one.key) for one in found if one.deal.customer.startswith("苏州联创")]
    assert count == len(found) and {"还没写谁拍板", "60 天里 2 次说预算没定"} == {rule.name for rule in names if rule}
    rep.taps("孙总").hears("拍板的是孙总", kind="receipt")
    with company.db.read() as session:
        _, found = signals.open_in(session, speaker.deals, company.policy.signals, 10)
    left = [signals.rule_of(company.policy, one.key) for one in found if one.deal.customer.startswith("苏州联创")]
    assert {"60 天里 2 次说预算没定"} == {rule.name for rule in left if rule}
    rep.taps("写上谁拍板").hears("谁拍板")
    rep.taps("孙总").hears("拍板的是孙总")


def test_the_customer_put_off_twice(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚跟鼎新薛总通完电话,约了周三上午去演示").hears("已记录")
    company.until("2026-11-24 11:00")
    rep.says("鼎新薛总打电话说演示推到周四上午").hears("已记录")
    rep.hears_nothing()
    company.until("2026-11-25 11:02")
    rep.says("薛总电话说又有事,鼎新演示改到下周一上午了").hears("已记录")
    rep.hears("2 次推后约好的日子", "改到下周一", kind="nudge")


def test_nothing_is_told_of_closed_deals_or_of_what_was_so_before(company: Company) -> None:
    company.until("2026-11-23 12:00")
    with company.db.read() as session:
        assert not session.exec(select(Signal)).all()
    rep = company.member("小周")
    refuse(company, rep, *REFUSED[:2])
    rep.says("鼎新丢单了,选了竞品").hears("已记丢单")
    company.until("2026-12-20 12:00")
    with company.db.read() as session:
        open_now = session.exec(select(Signal).where(col(Signal.ended_at).is_(None))).all()
    dingxin = [m for m in company.simulation.screens.shown if m.kind in ("nudge", "alert") and "鼎新" in m.text]
    assert not dingxin and all(one.deal_id != 2 for one in open_now)
    company.ignore()


def test_a_new_signal_is_written_in_yaml_alone(tmp_path: Path, template: Path) -> None:
    rules = """
        rules:
          - key: demo_then_silence
            name: 演示完两天没下文
            advice: 打个电话问问演示的反馈
            stages: [needs]
            industries: 零售
            amount: {at_least: 100000}
            when:
              all:
                - age: {since: {method: demo}, days: 1}
                - not: {followups: {method: phone, within_days: 10}}
            actions: [log, {do: send, material: 演示纪要, label: 要演示纪要}]
            supervisor: true
    """
    with with_rules(tmp_path, template, rules) as company:
        rep, boss = company.member("小周"), company.member("赵琳")
        company.until("2026-11-23 11:00")
        rep.says("刚给鼎新薛总做了演示,他要考虑").hears("已记录", "演示")
        company.until("2026-11-24 11:20")
        told = rep.hears("演示完两天没下文", "做了演示", kind="nudge", at="2026-11-24 11:0")
        assert [label for label, _ in told.buttons] == ["记一条跟进", "要演示纪要", "为什么提醒我"]
        boss.hears("小周", "演示完两天没下文", kind="alert")
        company.advance("30m")
        rep.says("鼎新薛总电话说下周给答复").hears("已记录")
        rep.taps("为什么提醒我").hears("不是这样了")
        with company.db.read() as session:
            assert session.exec(select(Timer).where(Timer.kind == "signal_tell")).first() is None


def test_a_shipped_signal_is_changed_or_switched_off_by_its_key(tmp_path: Path, template: Path) -> None:
    rules = """
        rules:
          - key: three_refusals
            name: 两次拒绝见面
            when: {followups: {outcome: refused_meeting, at_least: 2, within_days: 30}}
          - {key: rival_named, enabled: false}
    """
    with with_rules(tmp_path, template, rules) as company:
        rep = company.member("小周")
        refuse(company, rep, *REFUSED[:2])
        rep.hears("两次拒绝见面", "更换对接人")
        company.advance("3h")
        rep.says("鼎新薛总说他们在用别家的").hears("已记录", "竞品")


def test_rules_are_followed_from_the_next_start_without_a_flood(tmp_path: Path, template: Path) -> None:
    rules = """
        rules:
          - {key: any_age, name: 开着的单子, advice: 看一眼, when: {age: {since: stage, hours: 0.7}}}
    """
    with with_rules(tmp_path, template, rules) as company:
        assert policy_change.follow(company.db, company.policy, company.clock.now(), AlwaysHeld())
        company.until("2026-11-23 12:00")
        heard = [m.text for m in company.simulation.screens.shown if "开着的单子" in m.text]
        assert not [text for text in heard if "联创" in text or "鼎新" in text], "were so before"
        assert {"安宁", "海川", "米果"} == {name for name in ("安宁", "海川", "米果") if name in "".join(heard)}
        assert len(heard) == len(set(heard)), company.transcript()
        company.ignore()


class AlwaysHeld:
    def take(self) -> bool:
        return True

    def give_up(self) -> None:
        return None


FAULTS = [
    ("rules:\n  - {key: X, name: a, advice: b, when: {missing: amount}}", r"ours.yml:2: rules.0.key: 写法不对"),
    ("rules:\n  - key: x\n    name: a\n    advice: b\n    when: {}", r"ours.yml:5: rules.0.when: 一个条件只写一项"),
    (
        "rules:\n  - key: x\n    name: a\n    advice: b\n    when:\n      all:\n        - age: {hours: 0}",
        r"ours.yml:7: rules.0.when.all.0.age.hours: 应为大于 0(.0)? 的数字",
    ),
    (
        "rules:\n  - key: x\n    name: a\n    advice: b\n    stages: [报价]\n    when: {missing: amount}",
        r"ours.yml:5: rules.0.stages: 公司规则里没有「报价」,可以写:lead、needs",
    ),
    (
        "rules:\n  - key: x\n    name: a\n    advice: b\n    when: {followups: {outcome: no}}",
        r"ours.yml:5: rules.0.when.followups.outcome: ",
    ),
    (
        "rules:\n  - key: x\n    name: a\n    advice: b\n    when: {missing: amount}\n    actions: [dance]",
        r"ours.yml:6: rules.0.actions.0.do: 应为 .* 之一",
    ),
    (
        "rules:\n  - key: x\n    name: a\n    advice: b\n    when: {missing: amount}\n    actions:\n      - {do: send}",
        r"ours.yml:7: rules.0.actions.0: send 要写 material",
    ),
    ("rules:\n  - {key: rival_named, tell: shout}", r"ours.yml:2: rules.0.tell: 应为 "),
    ("rules:\n  - {key: rival_named, color: red}", r"ours.yml:2: rules.0.color: 不认识的键"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_a_mistake_is_named_with_file_line_and_key(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        policy_with(tmp_path, text)


@pytest.mark.needs_postgres
def test_signals_come_once_on_postgresql(tmp_path: Path, template: Path, postgres: Postgres) -> None:
    db = open_database(postgres.emptied())
    found(db, WORLD, policies.load())
    company = Company(tmp_path, template, db=db)
    rep, boss = company.member("小周"), company.member("赵琳")
    refuse(company, rep, *REFUSED)
    rep.hears(THREE)
    rep.says("撤回").hears("已撤回", "也不算了")
    company.until("2026-11-24 14:10")
    boss.says("把联创那单改成20万").hears("→ 20 万元")
    rep.hears("金额降了两成", kind="nudge")
    company.until("2026-11-26 09:20")
    assert not [m for m in company.unheard() if "金额" in m.text]
    company.close()


def test_no_rule_is_named_in_the_code() -> None:
    keys = re.compile(rf"\b(?:{'|'.join(rule.key for rule in SHIPPED.signals)})\b")
    assert len(SHIPPED.signals) >= 9
    assert not [str(path) for path in files() if keys.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("words", ["可以 周四下午陪你去", "行 后天一起", "没问题 我周三有空", "好的,我跟你跑一趟"])
def test_the_wish_that_the_leader_comes_along_is_answered_in_words(company: Company, words: str) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    refuse(company, rep, *REFUSED)
    rep.hears(THREE)
    rep.taps("约主管一起去").hears("赵琳", "上班前|已经跟")
    company.until("2026-11-24 10:02")
    boss.hears("小周想约你一起去", THREE, kind="alert")
    company.ignore("小周")
    boss.says(words).hears("已经回给小周", never=["已记录"])
    rep.hears("赵琳回你", words)
    company.ignore()
