"""What was of use to colleagues and helped to win deals earns points, which are redeemed for a reward."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company, Person

from knowledge.points import ledger
from storage.library import PointEntry, ScriptUse
from storage.people import Member

SCRIPT = "您担心月底对不上账,我们先供货,您财务对完账再付钱"
QUESTION = "客户担心月底对不上账怎么回"
FOUND = "您财务对完账再付钱"


def in_library(company: Company, who: str = "小周") -> Person:
    """A script of somebody's is in the library."""
    author = company.member(who)
    author.says(f"入库:{SCRIPT}").hears(SCRIPT)
    author.taps("交上去").hears("交给赵琳审了")
    reviewer = company.member("赵琳")
    reviewer.hears("交了话术")
    reviewer.taps("通过").hears(r"\+50 分")
    author.hears(r"\+50 分")
    return author


def rich(company: Company, name: str, points: int = 300) -> Person:
    """Somebody has points."""
    with company.db.write() as session:
        member = session.exec(select(Member.id).where(Member.name == name)).one()
        now = company.clock.now()
        assert member is not None
        ledger.give(session, ledger.APPROVED, f"rich {name}", member, points, "话术", now.date(), now)
    return company.member(name)


def balance(company: Company, name: str) -> int:
    with company.db.read() as session:
        member = session.exec(select(Member.id).where(Member.name == name)).one()
        assert member is not None
        return ledger.balance(session, member)


def test_what_is_of_use_to_a_colleague_earns_its_author_points(company: Company) -> None:
    author, colleague = in_library(company), company.member("小吴")
    colleague.says(QUESTION).hears(FOUND, choices=["有用", "没用", "…"])
    colleague.taps("有用").hears(r"记下了:有用。写它的同事 \+5 分")
    author.hears("小吴说你的", r"\+5 分", kind="receipt")
    author.says("我的积分").hears("55 分", "排第 1", "同事用上了")


def test_twice_is_once_and_a_changed_mind_counts(company: Company) -> None:
    author, colleague = in_library(company), company.member("小吴")
    colleague.says(QUESTION).hears(FOUND)
    colleague.taps("有用").hears("记下了:有用")
    author.hears("小吴说你的")
    colleague.taps("有用").hears("已经记过了")
    assert balance(company, "小周") == 55
    colleague.taps("没用").hears("记下了:没用上", choices=["有用", "我有更好的"])
    assert balance(company, "小周") == 50
    colleague.taps("有用").hears("记下了:有用")
    assert balance(company, "小周") == 55
    with company.db.read() as session:
        assert len(session.exec(select(ScriptUse)).all()) == 1
    author.hears_nothing()


def test_the_customer_and_the_deal_under_discussion_are_kept(company: Company) -> None:
    in_library(company)
    colleague = company.member("小吴").says("海川现在什么情况")
    colleague.hears("宁波海川物流")
    colleague.says(QUESTION).hears(FOUND)
    colleague.taps("有用").hears("用在宁波海川物流有限公司")
    company.ignore("小周")
    with company.db.read() as session:
        (use,) = session.exec(select(ScriptUse)).all()
        assert use.useful and use.customer_id is not None and use.deal_id is not None


def test_own_use_earns_nothing(company: Company) -> None:
    author = in_library(company)
    author.says(QUESTION).hears(FOUND)
    author.taps("有用").hears("记下了:有用", never=[r"\+5"])
    assert balance(company, "小周") == 50


def test_which_of_several_was_of_use(company: Company) -> None:
    rep = company.member("小周").says("客户嫌贵怎么回")
    rep.hears("嫌贵")
    rep.taps("再看两条").hears("【", choices=["第 1 条有用", "第 2 条有用", "…"])
    rep.taps("第 2 条有用").hears("记下了:有用")


def test_colleagues_cannot_bring_more_than_the_days_limit(company: Company) -> None:
    in_library(company)
    few = company.policy.points.model_copy(update={"others_a_day": 7})
    company.policy = company.policy.model_copy(update={"points": few})
    for name, points in (("小吴", r"\+5 分"), ("阿新", r"\+2 分")):
        colleague = company.member(name).says(QUESTION)
        colleague.hears(FOUND)
        colleague.taps("有用").hears(points)
    leader = company.member("赵琳").says(QUESTION)
    leader.hears(FOUND)
    leader.taps("有用").hears("记下了:有用", never=["分"])
    assert balance(company, "小周") == 57
    company.ignore("小周")


def won_with_it(company: Company) -> tuple[Person, Person]:
    """A colleague has won a deal with a script of the author's."""
    company.open_gates()
    author = in_library(company)
    colleague = company.member("小吴").says("海川现在什么情况")
    colleague.hears("宁波海川物流")
    colleague.says(QUESTION).hears(FOUND)
    colleague.taps("有用").hears("记下了:有用")
    author.hears("小吴说你的")
    colleague.says("海川签了,80万").hears("成交")
    return author, colleague


def test_a_deal_won_with_it_earns_more_and_taking_that_back_takes_it_away(company: Company) -> None:
    author, colleague = won_with_it(company)
    author.hears("小吴签下了.*海川", r"\+30 分", kind="receipt")
    assert balance(company, "小周") == 85
    colleague.says("撤回").hears("已撤回")
    author.hears("不算数了")
    assert balance(company, "小周") == 55
    colleague.says("海川签了,80万").hears("成交")
    author.hears(r"\+30 分")
    assert balance(company, "小周") == 85


def test_points_that_are_spent_stay_spent_when_what_earned_them_is_taken_back(company: Company) -> None:
    author, colleague = won_with_it(company)
    author.hears(r"\+30 分")
    with company.db.write() as session:
        member = session.exec(select(Member.id).where(Member.name == "小周")).one()
        now = company.clock.now()
        assert member is not None
        assert ledger.take(session, ledger.REDEEMED, "all", member, 85, "半天假", now.date(), now)
    colleague.says("撤回").hears("已经花掉的积分会保持", choices=["其余的撤回", "都不动"])
    colleague.taps("其余的撤回").hears("已撤回")
    author.hears("不算数了")
    assert balance(company, "小周") == 0


def test_what_preceded_progress_is_said(company: Company) -> None:
    author, _ = won_with_it(company)
    author.hears(r"\+30 分")
    company.member("阿新").says(QUESTION).hears(FOUND, "1 单用过之后有推进")


def test_the_ranking_is_of_the_company_and_ties_share_a_place(company: Company) -> None:
    for name, points in (("小吴", 100), ("小郑", 100), ("小周", 50)):
        rich(company, name, points)
    company.member("小周").says("积分排行").hears("1. 小吴 100 分\n1. 小郑 100 分\n3. 小周 50 分")
    company.member("阿新").says("积分排行").hears("3. 小周", "你还没有积分")
    company.member("小周").says("我积分排第几").hears("3. 小周 50 分")


@pytest.mark.parametrize("words", ["积分怎么来的", "怎么挣积分", "积分规则"])
def test_what_earns_points(company: Company, words: str) -> None:
    company.member("小周").says(words).hears(r"审过:\+50", r"有用」:\+5", r"成交:\+30", "最多 60 分")


@pytest.mark.parametrize("words", ["我陪练得了几分", "我通关了吗", "还差几条录音解锁"])
def test_practice_and_exam_are_told_as_they_stand(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("陪练:还没练过", "考试:还没考", "0/5 段")


def test_points_of_a_period(company: Company) -> None:
    rich(company, "小周", 70)
    company.member("小周").says("我这个月挣了多少积分").hears("70 分", "11月1日到11月30日挣了 70 分")
    company.member("小周").says("我上个月挣了多少积分").hears("挣了 0 分")


def test_a_reward_is_reserved_and_granted(company: Company) -> None:
    rep, boss = rich(company, "小周"), company.member("老板")
    rep.says("兑换").hears("你有 300 分", r"一天假 500 分\(还差 200\)", choices=["换培训名额", "换半天假"])
    rep.taps("换培训名额").hears("已经请老板批「培训名额」", "还剩 100 分", choices=["撤回"], kind="receipt")
    boss.hears("小周想用 200 分换「培训名额」", choices=["同意", "不同意"], kind="prompt")
    assert balance(company, "小周") == 100
    boss.taps("同意").hears("小周的「培训名额」批了")
    rep.hears("老板批了你的「培训名额」", kind="receipt")
    assert balance(company, "小周") == 100


@pytest.mark.parametrize("words", ["换培训名额", "用积分换培训名额"])
def test_a_reward_is_wanted_in_words(company: Company, words: str) -> None:
    rich(company, "小周").says(words).hears("已经请老板批「培训名额」", "还剩 100 分")
    company.ignore("老板")


def test_a_reward_that_is_refused_gives_the_points_back(company: Company) -> None:
    rep, boss = rich(company, "小周"), company.member("老板")
    rep.says("兑换").hears("你有 300 分")
    rep.taps("换培训名额").hears("已经请老板批")
    boss.hears("小周想用")
    boss.says("不行").hears("200 分退给小周了")
    rep.hears("老板没批「培训名额」,200 分退给你了")
    assert balance(company, "小周") == 300
    boss.taps("同意").hears("已经定过了:不同意")
    assert balance(company, "小周") == 300


def test_two_taps_take_the_points_once(company: Company) -> None:
    rep = rich(company, "小周", 450)
    rep.says("兑换").hears("你有 450 分")
    rep.taps("换培训名额").hears("已经请老板批")
    rep.taps("换培训名额").hears(".")
    rep.says("兑换").hears("你有 250 分", "还在等老板批")
    rep.taps("换培训名额").hears("已经申请了一份")
    rep.says("兑换").hears("你有 250 分")
    assert balance(company, "小周") == 250
    company.ignore("老板")


def test_points_do_not_go_below_nothing_by_two_old_buttons(company: Company) -> None:
    rep = rich(company, "小周")
    rep.says("兑换").hears("你有 300 分")
    rep.taps("换培训名额").hears("已经请老板批")
    rep.taps("换半天假").hears("半天假要 300 分,你有 100 分,还差 200 分")
    company.ignore("老板")


def test_a_reward_that_waits_is_taken_back(company: Company) -> None:
    rep, boss = rich(company, "小周"), company.member("老板")
    rep.says("兑换").hears("你有 300 分")
    rep.taps("换培训名额").hears("已经请老板批")
    boss.hears("小周想用")
    rep.says("撤回").hears("已撤回:积分兑换")
    boss.hears("小周撤回了这条")
    boss.taps("同意").hears("已经撤回了,不用批了")
    assert balance(company, "小周") == 300


def test_a_refusal_is_not_taken_back_once_the_points_are_spent_again(company: Company) -> None:
    rep, boss = rich(company, "小周"), company.member("老板")
    rep.says("兑换").hears("你有 300 分")
    rep.taps("换培训名额").hears("已经请老板批")
    boss.hears("小周想用")
    boss.taps("不同意").hears("退给小周了")
    rep.hears("退给你了")
    rep.says("兑换").hears("你有 300 分")
    rep.taps("换半天假").hears("还剩 0 分")
    boss.hears("换「半天假」")
    boss.says("撤回").hears("撤不回")
    assert balance(company, "小周") == 0


def test_a_manager_does_not_grant_their_own(company: Company) -> None:
    boss = rich(company, "老板")
    boss.says("兑换").hears("你有 300 分")
    boss.taps("换培训名额").hears("没有能批兑换的人")
    assert balance(company, "老板") == 300


def test_a_reward_moves_on_to_who_may_grant_it(company: Company) -> None:
    rep, boss = rich(company, "小周"), company.member("老板")
    rep.says("兑换").hears("你有 300 分")
    rep.taps("换培训名额").hears("已经请老板批")
    boss.hears("小周想用")
    with company.db.write() as session:
        members = {member.name: member for member in session.exec(select(Member))}
        members["老板"].role, members["老板"].admin, members["顾强"].role = "rep", False, "manager"
    boss.taps("同意").hears("现在不归你定,没有动")
    company.advance("2h30m")
    company.member("顾强").hears("小周想用 200 分", "原来请老板批,现在归你定", choices=["同意", "不同意"])
    rep.hears("原来请老板定,现在转给顾强了")


def test_every_entry_has_a_key_of_its_own(company: Company) -> None:
    author, _ = won_with_it(company)
    author.hears(r"\+30 分")
    with company.db.read() as session:
        keys = session.exec(select(PointEntry.key).order_by(col(PointEntry.id))).all()
    assert [key.partition(":")[0] for key in keys] == ["approved", "reused", "won"]
