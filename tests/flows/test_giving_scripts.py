"""Somebody gives a script of their own to the library, and who leads them decides on it."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company, Person

from storage.library import Contribution
from storage.people import Member

SCRIPT = "先别跟他比价,跟他比停机一小时赔多少钱"


def given(company: Company, who: str = "小周", script: str = SCRIPT) -> Person:
    """A script that waits for who leads its author."""
    author = company.member(who)
    author.says(f"入库:{script}").hears(script, choices=["交上去", "改标题", "改给谁用", "不交了"])
    author.taps("交上去").hears("交给.*审了", kind="receipt", choices=["撤回"])
    return author


def change(company: Company, name: str, **values: object) -> None:
    """Something changes about a member, behind everybody's back."""
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == name)).one()
        for field, value in values.items():
            setattr(member, field, value)
        session.add(member)


def test_a_script_is_put_together_approved_and_found(company: Company) -> None:
    author, reviewer = company.member("小周"), company.member("赵琳")
    author.says("我有一条话术").hears("原话")
    author.says(SCRIPT).hears("交给赵琳审,行吗", SCRIPT, "竞品对比|价格敏感", never=["话里提到了"])
    author.taps("改标题").hears("标题叫什么")
    author.says("比停机不比价").hears("【比停机不比价】")
    author.taps("改给谁用").hears("什么客户", choices=["零售", "物业园区", "…"])
    author.taps("物业园区").hears("给谁用:物业园区")
    author.taps("交上去").hears("「比停机不比价」交给赵琳审了", "50 分", kind="receipt")
    reviewer.hears("小周交了话术「比停机不比价」", SCRIPT, "物业园区", choices=["通过", "退回"], kind="prompt")
    reviewer.taps("通过").hears("进库了", r"小周 \+50 分", kind="receipt")
    author.hears("赵琳通过了你的「比停机不比价」", r"你 \+50 分", kind="receipt")
    colleague = company.member("小吴").says("客户说停机一小时赔多少钱怎么回")
    colleague.hears("【比停机不比价】", SCRIPT)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("标题改成比停机", "【比停机】"),
        ("给医院的采购用", "给谁用:医院·采购"),
        ("嫌贵的时候用", "给谁用:.*价格敏感"),
        ("谁都能用", "给谁用:谁都能用"),
    ],
)
def test_the_draft_is_put_right_in_words(company: Company, words: str, shown: str) -> None:
    author = company.member("小周").says(f"入库:{SCRIPT}")
    author.hears(SCRIPT)
    author.says(words).hears(shown)
    author.says("不交了").hears("好,没交")


def test_what_the_message_holds_is_not_asked_again(company: Company) -> None:
    author = company.member("小周").says("应对嫌贵:贵有贵的道理,您看保修三年,收录吧")
    author.hears("交给赵琳审,行吗", "贵有贵的道理,您看保修三年", "价格敏感")
    author.says("可以").hears("交给赵琳审了")
    company.ignore("赵琳")


def test_the_customer_under_discussion_says_whom_it_is_for(company: Company) -> None:
    author = company.member("小周").says("鼎新现在什么情况")
    author.hears("杭州鼎新超市")
    author.says(f"入库:{SCRIPT}").hears("给谁用:零售")


def test_it_goes_back_with_a_reason_and_comes_better(company: Company) -> None:
    author = given(company)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.taps("退回").hears("为什么退回", choices=["不用了"])
    reviewer.says("太短,加上怎么算").hears("退回小周了", kind="receipt")
    author.hears("赵琳退回了", "太短,加上怎么算", choices=["改好再交"], kind="receipt")
    author.taps("改好再交").hears("上回是这么写的", SCRIPT)
    author.says("先别跟他比价,拿他上次停机的工时单,一小时四千,乘上停的三个小时").hears("交给赵琳审,行吗", "工时单")


def test_no_reason_is_needed(company: Company) -> None:
    author = given(company)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.taps("退回").hears("为什么退回")
    reviewer.taps("不用了").hears("退回小周了")
    author.hears("没写原因")


@pytest.mark.parametrize("words", ["通过", "这条过了,写得好", "可以", "同意"])
def test_it_is_approved_in_words(company: Company, words: str) -> None:
    author = given(company)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.says("今天组里谁跟进最多").hears(".")
    reviewer.says(words).hears("进库了")
    author.hears("通过了你的")


@pytest.mark.parametrize("words", ["退回,数字不对", "打回重写,数字不对"])
def test_it_is_returned_in_words_with_the_reason(company: Company, words: str) -> None:
    author = given(company)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.says(words).hears("退回小周了")
    author.hears("数字不对")


def test_which_of_two_is_asked(company: Company) -> None:
    given(company)
    given(company, "小吴", "一年省两万度电,单子我带来了,您看看这张")
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.hears("小吴交了话术")
    reviewer.says("今天组里谁跟进最多").hears(".")
    reviewer.says("可以").hears(".", choices=["通过·一年省两万度电", "通过·竞品对比:先别跟他比价"])


def test_a_near_duplicate_is_shown_and_earns_nothing(company: Company) -> None:
    author = company.member("小周").says("入库:先装一间,一个月后您看报修少了几回")
    author.hears("很像", "嫌贵:先拿一家店试", choices=["还是要交", "不交了"])
    author.taps("还是要交").hears("行吗")
    author.taps("交上去").hears("审过就进库", never=["50 分"])
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术", "跟库里的「嫌贵:先拿一家店试」很像")
    reviewer.taps("通过").hears("没另给积分")
    author.hears("没另给积分")
    author.says("我的积分").hears("还没有积分")


def test_a_near_duplicate_may_be_left(company: Company) -> None:
    author = company.member("小周").says("入库:先装一间,一个月后您看报修少了几回")
    author.hears("很像")
    author.taps("不交了").hears("没交")
    company.member("赵琳").hears_nothing()


def test_of_two_alike_that_wait_only_one_earns(company: Company) -> None:
    first, second = given(company), given(company, "小吴")
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.hears("小吴交了话术")
    reviewer.taps("通过").hears(r"小吴 \+50 分")
    second.hears(r"\+50 分")
    reviewer.says("通过").hears("没另给积分")
    first.hears("没另给积分")


def test_a_waiting_one_is_taken_back(company: Company) -> None:
    author = given(company)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    author.says("撤回").hears("已撤回:交上去的话术")
    reviewer.hears("小周撤回了这条")
    reviewer.taps("通过").hears("已经撤回了,不用审了")


def test_what_was_decided_is_not_taken_back_by_its_author(company: Company) -> None:
    author = given(company)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.taps("通过").hears("进库了")
    author.hears("通过了")
    author.says("撤回").hears("撤不回")


def test_an_approval_taken_back_takes_the_script_and_the_points_away(company: Company) -> None:
    author = given(company)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.taps("通过").hears("进库了")
    author.hears("通过了")
    reviewer.says("撤回").hears("已撤回:话术的审核")
    author.hears("不算数了")
    author.says("我的积分").hears("还没有积分", "1 条话术在等审")
    company.member("小吴").says("客户说停机一小时赔多少钱怎么回").hears("", never=["先别跟他比价"])
    reviewer.taps("通过").hears(r"小周 \+50 分")
    author.hears(r"你 \+50 分")


def test_it_is_decided_once(company: Company) -> None:
    author = given(company)
    reviewer, boss = company.member("赵琳"), company.member("老板")
    reviewer.hears("小周交了话术")
    reviewer.taps("通过").hears("进库了")
    author.hears("通过了")
    reviewer.taps("通过").hears("已经定过了:通过")
    reviewer.taps("退回").hears("已经定过了:通过")
    author.says("我的积分").hears("50 分")
    boss.hears_nothing()


def test_nobody_decides_on_their_own(company: Company) -> None:
    leader, boss = given(company, "赵琳"), company.member("老板")
    boss.hears("赵琳交了话术", choices=["通过", "退回"])
    boss.taps("通过").hears("进库了")
    leader.hears("老板通过了")
    boss.says(f"入库:{SCRIPT}").hears("没有别人能审")


def test_who_may_no_longer_decide_does_not_and_it_moves_on(company: Company) -> None:
    author = given(company)
    former, boss = company.member("赵琳"), company.member("老板")
    former.hears("小周交了话术")
    change(company, "赵琳", role="rep")
    former.taps("通过").hears("现在不归你定,没有动", "会转给能审的人")
    author.hears_nothing()
    company.advance("2h30m")
    boss.hears("小周交了话术", "原来请赵琳审,现在归你定", choices=["通过", "退回"])
    author.hears("原来请赵琳定,现在转给老板了")
    boss.taps("通过").hears("进库了")
    author.hears("老板通过了")
    change(company, "赵琳", role="supervisor")  # two reviewers: the second decides nothing
    former.taps("退回").hears("老板已经定过了:通过")
    assert not [shown for shown in company.unheard() if shown.to == "小周"]


def test_it_moves_on_when_the_reviewer_leaves(company: Company) -> None:
    author = given(company)
    boss = company.member("老板")
    company.member("赵琳").hears("小周交了话术")
    boss.says("赵琳离职了").hears("组里谁接任")
    boss.taps("先空着").hears("赵琳")
    boss.taps("确认").hears("赵琳已停用")
    company.advance("5m")
    boss.hears("小周交了话术", "原来请赵琳审")
    author.hears("转给老板了")


def test_a_reviewer_is_reminded_once(company: Company) -> None:
    given(company)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    company.until("2026-11-24 15:00")
    reviewer.hears("小周的话术.*还等你审", choices=["通过", "退回"], kind="nudge", at="2026-11-24")
    company.ignore("小周", "小吴", "小郑")
    company.until("2026-11-26 12:00")
    waiting = [shown for shown in company.unheard() if "还等你审" in shown.text]
    assert not waiting
    company.ignore()


def test_words_of_a_script_are_no_report(company: Company) -> None:
    author = company.member("小周").says("我有一条话术")
    author.hears("原话")
    author.says("孙总,您嫌贵没关系,周三我再去一趟,带上三年的账跟您一笔一笔对").hears("行吗", never=["已记录"])
    author.taps("不交了").hears("没交")
    with company.db.read() as session:
        assert not session.exec(select(Contribution)).all()


@pytest.mark.parametrize("opening", ["投稿", "我有更好的"])
def test_what_is_offered_outright_is_no_report_though_it_tells_of_a_customer(company: Company, opening: str) -> None:
    author = company.member("小周").says(f"{opening}:安宁温主任当时说太贵,我回他一句按床位摊一天两毛钱")
    author.hears("交给赵琳审,行吗", "按床位摊一天两毛钱", "医院", "话里提到了上海安宁医院", never=["已记录"])


def test_words_that_say_for_whom_do_not_drop_the_draft(company: Company) -> None:
    author = company.member("小周").says(f"入库:{SCRIPT}")
    author.hears("行吗")
    author.says("换成给五金厂老板用").hears("行吗", "给谁用:五金·老板")


def test_all_that_waits_is_listed_and_let_in_at_once(company: Company) -> None:
    rep, leader = company.member("小周"), company.member("赵琳")
    for words in ("您先看一个月的电费单再谈价,差多少我给您算", "坏一天少一天的钱,咱们把到场的钟点写进合同"):
        rep.says(f"我有一条话术:{words}").hears("行吗")
        rep.taps("交上去").hears("审")
        leader.hears("请你审")
    leader.says("有几条要审").hears("等你审的话术有 2 条")
    leader.hears("请你审")
    leader.hears("请你审")
    leader.says("改一个字 一个月换成两个月 然后通过").hears("不替你改", choices=["通过", "退回"])
    leader.says("都通过吗").hears(".", never=["进库了"])
    leader.says("都通过").hears("进库了")
    leader.hears("进库了")
    rep.hears("通过了你的")
    rep.hears("通过了你的")
