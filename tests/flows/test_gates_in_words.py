"""What is said at a gate in everyday words: a leader lets in or does not, a rep asks, a file was the wrong one."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from storage.background import Audit

MOVE, MOVED = "安宁的能耗推进到合同审批", "方案确认 → 合同审批"
APPROVAL = "立项批复.pdf"


def gated(company: Company) -> None:
    """A rep's move waits for a file."""
    rep = company.member("小周").says("安宁的能耗那单退回到方案确认")
    rep.hears("退回")
    rep.taps("对,到方案确认").hears("合同审批 → 方案确认")
    rep.says(MOVE).hears("还差:客户内部立项文件。")


def asked(company: Company) -> None:
    """A rep has asked the leader to let it in."""
    gated(company)
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.taps("请主管放行").hears("已经请赵琳")
    boss.hears("放行吗", kind="alert")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("行 放吧 他们月底要上线", "他们月底要上线"),
        ("可以,先过吧,协议周五补", "协议周五补"),
        ("他们院长催 那就先放过去", "他们院长催"),
        ("让它先进去 合作好几年了", "合作好几年了"),
        ("特批一次 年底冲量", "年底冲量"),
        ("同意 人家赶着开工", "人家赶着开工"),
    ],
)
def test_a_leader_lets_it_in_with_the_reason(company: Company, words: str, why: str) -> None:
    asked(company)
    boss = company.member("赵琳").says(words)
    boss.hears(f"放行原因:{why}", MOVED)
    company.member("小周").hears("赵琳放行了上海安宁", why)


@pytest.mark.parametrize("words", ["行", "批了", "先过吧", "那就通融一下"])
def test_a_mere_yes_is_asked_for_the_reason(company: Company, words: str) -> None:
    asked(company)
    boss = company.member("赵琳").says(words)
    boss.hears("原因")
    boss.says("老客户,信得过").hears("放行原因:老客户,信得过", MOVED)
    company.member("小周").hears("赵琳放行了上海安宁")


@pytest.mark.parametrize("words", ["不说原因行吗", "没啥理由", "必须写吗", "随便", "好的", "原因不填了吧"])
def test_what_refuses_or_asks_is_no_reason(company: Company, words: str) -> None:
    asked(company)
    boss = company.member("赵琳").taps("放行")
    boss.hears("原因")
    boss.says(words)
    company.ignore()
    with company.db.read() as session:
        assert not session.exec(select(Audit).where(Audit.what == "gate_overridden")).all()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("不行 先把章盖了", "先把章盖了"),
        ("先别放 补齐再说", "补齐再说"),
        ("打回去", ""),
        ("先让他把协议签好再推", "先让他把协议签好再推"),
    ],
)
def test_a_leader_does_not_let_it_in_and_says_what_comes_first(company: Company, words: str, told: str) -> None:
    asked(company)
    boss = company.member("赵琳").says(words)
    boss.hears("没放行,已经告诉小周了")
    company.member("小周").hears("赵琳没放行", f"赵琳说:「{told}」" if told else "先补")


def test_half_a_yes_is_asked_by_one_tap(company: Company) -> None:
    asked(company)
    boss = company.member("赵琳").says("可以 但是得先把协议签了")
    boss.hears("放行,还是先不放", choices=["放行", "不放行"])
    boss.taps("不放行").hears("没放行")
    company.member("小周").hears("赵琳没放行")


@pytest.mark.parametrize("words", ["放了没", "能放吗", "明天放假吗", "为什么要我放行"])
def test_a_question_decides_nothing(company: Company, words: str) -> None:
    asked(company)
    company.member("赵琳").says(words)
    company.ignore()
    with company.db.read() as session:
        assert not session.exec(select(Audit).where(col(Audit.what).in_(("gate_overridden", "gate_kept")))).all()


def test_a_leader_who_looks_herself_is_put_the_wish(company: Company) -> None:
    asked(company)
    boss = company.member("赵琳").says(MOVE)
    boss.hears("小周已经请过放行了", choices=["放行", "不放行"])
    boss.taps("放行").hears("原因")
    boss.says("院长点头了").hears(MOVED)
    company.member("小周").hears("赵琳放行了上海安宁")


def test_a_leaders_own_move_is_let_in_by_words(company: Company) -> None:
    boss = company.member("赵琳").says("安宁的能耗那单退回到方案确认")
    boss.hears("退回")
    boss.taps("对,到方案确认")
    company.ignore()
    boss.says(MOVE).hears("还差")
    boss.says("先放行 协议下周一补").hears("放行原因:协议下周一补", MOVED)
    company.member("小周").hears("赵琳放行了上海安宁")


@pytest.mark.parametrize("words", ["协议还没签 能不能先过", "先推过去行不行", "主管可以先放一下吗"])
def test_whether_it_goes_without_is_answered_and_asks_nobody(company: Company, words: str) -> None:
    gated(company)
    rep = company.member("小周").says(words)
    rep.hears("要赵琳放行才行", choices=["请主管放行", "先不推了"])
    rep.taps("请主管放行").hears("已经请赵琳")
    company.member("赵琳").hears("放行吗")


@pytest.mark.parametrize(
    "words", ["那叫琳姐放一下行 他们月底上线", "跟主管说先放 他们月底上线", "申请特批 他们月底上线"]
)
def test_a_leader_is_asked_with_the_reps_own_words(company: Company, words: str) -> None:
    gated(company)
    rep = company.member("小周").says(words)
    rep.hears("已经请赵琳")
    company.member("赵琳").hears("放行吗", "小周说:「他们月底上线」")
    rep.says("主管怎么说").hears("主管还没定")


def test_the_leader_who_is_named_is_asked(company: Company) -> None:
    gated(company)
    rep = company.member("小周").says("找顾强放行")
    rep.hears("顾强放不了这一单。已经请赵琳")
    company.member("赵琳").hears("放行吗")


@pytest.mark.parametrize("words", ["立项还没批", "立项文件周五给", "立项他们还在走,过两天才批", "立项我拍照发你"])
def test_what_comes_later_is_waited_for(company: Company, words: str) -> None:
    gated(company)
    rep = company.member("小周").says(words)
    rep.hears("先在方案确认", "客户内部立项文件直接发我", choices=["请主管放行", "先不推了"])
    rep.sends(APPROVAL).hears("存好了", MOVED)


@pytest.mark.parametrize("words", ["算了先不推 还没见到人", "那就等签了再推", "先不动吧"])
def test_a_move_is_not_wanted_for_now(company: Company, words: str) -> None:
    gated(company)
    rep = company.member("小周").says(words)
    rep.hears("没动", "方案确认")


@pytest.mark.parametrize(
    "words", ["发错了", "哎呀传错了 我重发", "那个不是立项", "文件发错了", "鼎新的立项文件发错了", "刚才那份立项作废"]
)
def test_a_wrong_file_opens_no_gate(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新那单推进到合同审批")
    rep.hears("跳过")
    rep.taps("对,到合同审批").hears("还差:客户内部立项文件")
    rep.sends(APPROVAL).hears("需求确认 → 合同审批")
    rep.says(words).hears("不算客户内部立项文件了", "退回需求确认", "还差:客户内部立项文件")
    rep.says("鼎新到哪了").hears("需求确认")
    rep.sends("立项文件新.pdf").hears("需求确认 → 合同审批")


@pytest.mark.parametrize(
    "words", ["报价单那份附件发错了 我重发", "合同文件不对 等下再传", "给他们采购那份资料发错了 是老版本的"]
)
def test_another_paper_said_to_be_wrong_is_asked_about(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新那单推进到合同审批")
    rep.hears("跳过")
    rep.taps("对,到合同审批").hears("还差:客户内部立项文件")
    rep.sends(APPROVAL).hears("需求确认 → 合同审批")
    rep.says(words).hears("不对,不算数了?", choices=["是,不算了", "不是"])
    rep.taps("不是").hears("文件没动")
    rep.says("鼎新到哪了").hears("合同审批")


@pytest.mark.parametrize("words", ["客户说立项文件发错了", "那个是不是立项", "他把立项发错人了", "立项发错了吗"])
def test_hearsay_and_questions_take_no_file_back(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新那单推进到合同审批")
    rep.hears("跳过")
    rep.taps("对,到合同审批").hears("还差:客户内部立项文件")
    rep.sends(APPROVAL).hears("需求确认 → 合同审批")
    rep.says(words)
    company.ignore()
    rep.says("鼎新到哪了").hears("合同审批")


def test_a_file_is_another_kind(company: Company) -> None:
    rep = company.member("小周").sends("技术协议.pdf", "鼎新")
    rep.hears("技术协议「技术协议.pdf」存好了")
    rep.says("那个不是技术协议 是报价单").hears("不算技术协议了,改存成报价单")
    rep.says("鼎新有哪些文件").hears("报价单「技术协议.pdf」")


def test_going_on_after_an_undo_says_on_what(company: Company) -> None:
    rep = company.member("小周").says("鼎新那单推进到合同审批")
    rep.hears("跳过")
    rep.taps("对,到合同审批").hears("还差:客户内部立项文件")
    rep.sends(APPROVAL).hears("需求确认 → 合同审批")
    rep.says("撤回").hears("已撤回")
    rep.says("鼎新那单推进到合同审批").hears("跳过")
    rep.taps("对,到合同审批").hears("已推进", "凭之前存的客户内部立项文件「立项批复.pdf」")
    rep.says("立项文件发错了").hears("退回需求确认")


@pytest.mark.parametrize("words", ["联创能推进到方案确认了吗", "联创进方案确认还差什么", "联创直接推到方案确认行不行"])
def test_whether_it_may_go_there_is_answered(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("现在在方案报价", "还差:技术协议、拍板人", choices=["推进到方案确认"])
    rep.taps("推进到方案确认").hears("还差:技术协议、拍板人")


def test_who_let_it_in_and_why(company: Company) -> None:
    asked(company)
    boss = company.member("赵琳").says("放行,院长等着用")
    boss.hears(MOVED)
    company.member("小周").hears("赵琳放行了")
    for words in ("安宁能耗那单谁放行的 为啥", "安宁的能耗都走过哪些阶段", "安宁的能耗凭什么放行的"):
        boss.says(words).hears("阶段记录", "赵琳", "放行:院长等着用")
    boss.says("最近谁放行过单子").hears("放行了 1 次", "赵琳放行:院长等着用")


def test_whether_a_paper_is_there(company: Company) -> None:
    rep = company.member("小周").says("联创的技术协议还没有吗")
    rep.hears("还没有存过技术协议")


def test_a_file_sent_some_time_ago_is_asked_about(company: Company) -> None:
    rep = company.member("小周").sends("技术协议.pdf", "鼎新")
    rep.hears("技术协议「技术协议.pdf」存好了")
    company.advance("2h")
    company.ignore()
    rep.says("鼎新的技术协议发错了").hears(
        "是杭州鼎新超市有限公司的技术协议「技术协议.pdf」不对", choices=["是,不算了", "不是"]
    )
    rep.taps("不是").hears("文件没动")
    rep.says("鼎新的技术协议发错了").hears("不对")
    rep.taps("是,不算了").hears("不算技术协议了")


@pytest.mark.parametrize(
    "words",
    ["温主任电话里同意了 盖章件周四寄出", "客户院长签字了就差扫描", "他们昨天付了定金 月底要上线", "薛主任催了三遍"],
)
def test_the_reason_asked_for_is_no_follow_up(company: Company, words: str) -> None:
    asked(company)
    boss = company.member("赵琳").taps("放行")
    boss.hears("原因说一句")
    boss.says(words).hears(f"放行原因:{words}", MOVED, never=["已记录", "异议"])
    company.member("小周").hears("赵琳放行了")


def test_words_about_another_customer_are_no_reason(company: Company) -> None:
    asked(company)
    boss = company.member("赵琳").taps("放行")
    boss.hears("原因说一句")
    boss.says("海川侯总今天同意了样品").hears("", never=["放行原因"])


@pytest.mark.parametrize("words", ["放吧 客户急排产 下周补", "行 放行 客户赶投料", "可以 先过吧 客户催开模"])
def test_why_the_customer_is_in_a_hurry_is_no_customer(company: Company, words: str) -> None:
    asked(company)
    company.member("赵琳").says(words).hears("放行原因:客户", MOVED)
    company.member("小周").hears("赵琳放行了")


@pytest.mark.parametrize("why", ["协议下周签", "立项文件下周二给", "客户年底要入账"])
def test_what_comes_later_is_a_reason(company: Company, why: str) -> None:
    rep = company.member("小周").says("安宁的能耗那单退回到方案确认")
    rep.hears("退回")
    rep.taps("对,到方案确认").hears("合同审批 → 方案确认")
    boss = company.member("赵琳").says(MOVE)
    boss.hears("还差:客户内部立项文件")
    boss.taps("直接放行").hears("放行的原因说一句")
    boss.says(why).hears(f"放行原因:{why}", MOVED, kind="receipt")
    rep.hears(f"放行原因:{why}")


def test_an_order_is_no_reason(company: Company) -> None:
    rep = company.member("小周").says("安宁的能耗那单退回到方案确认")
    rep.hears("退回")
    rep.taps("对,到方案确认").hears("合同审批 → 方案确认")
    boss = company.member("赵琳").says(MOVE)
    boss.hears("还差:客户内部立项文件")
    boss.taps("直接放行").hears("放行的原因说一句")
    boss.says("鼎新给小吴").hears("鼎新.*转给小吴跟", kind="receipt")
    boss.hears("还等你一句:放行的原因")
    company.member("小吴").hears("鼎新")
    rep.hears("鼎新.*转给小吴")
    boss.says("客户年底要入账").hears("放行原因:客户年底要入账", kind="receipt")
    rep.hears("放行原因:客户年底要入账")
