"""A stage needs files and people: what is missing is said, taken when it comes, and the move is carried out then."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, select
from testing import Company

from config import policy as policies
from config.gates import Gate
from storage.background import Audit
from storage.deals import DealFile, StageChange

PAPER, APPROVAL = "技术协议_联创.pdf", "客户内部立项文件.pdf"
BOTH = ["孙总", "钟经理", "请主管放行", "先不推了"]
MOVED = "方案报价 → 方案确认"


def test_the_file_and_who_decides_are_taken_and_the_deal_moves(company: Company) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("进方案确认还差:技术协议、拍板人", choices=BOTH)
    rep.sends(PAPER).hears("技术协议「技术协议_联创.pdf」存好了", "还差:拍板人", choices=BOTH)
    rep.says("拍板的是陈院长").hears("拍板人是陈院长", "已推进", MOVED, choices=["撤回"], kind="receipt")
    rep.says("联创现在什么情况").hears("方案确认", r"陈院长\(拍板人\)")


def test_in_the_other_order_and_with_other_business_in_between(company: Company) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差:技术协议、拍板人")
    rep.says("鼎新现在什么情况").hears("需求确认")
    rep.hears("还等你一句", "拍板的是谁", choices=BOTH)
    rep.says("孙总").hears("拍板人是孙总", "还差:技术协议", choices=["撤回", "请主管放行", "先不推了"])
    rep.says("刚跟鼎新薛总打完电话,挺感兴趣,下周一发方案").hears("已记录")
    company.until("2026-11-24 11:00")
    rep.sends("IMG_0001.jpg").hears("技术协议「IMG_0001.jpg」存好了", MOVED)
    company.ignore()


def test_who_decides_in_a_sentence_and_then_the_file(company: Company) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差:技术协议、拍板人")
    rep.says("拍板的是孙总").hears("拍板人是孙总", "还差:技术协议")
    rep.sends(PAPER).hears("存好了", "已推进", MOVED)


def test_who_decides_may_be_said_in_a_report(company: Company) -> None:
    rep = company.member("小周").sends(PAPER)
    rep.hears("存好了")
    rep.says("联创那单推进到方案确认").hears("还差:拍板人")
    rep.says("刚跟联创孙总打完电话,他嫌贵,下周一发方案。他们最后拍板的是陈院长").hears("已记录", "陈院长")
    rep.hears("已推进", MOVED, choices=["撤回"], kind="receipt")


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("孙总", "孙总"),
        ("是钟经理", "钟经理"),
        ("孙总拍板", "孙总"),
        ("孙总说了算", "孙总"),
        ("拍板的是他们陈院长", "陈院长"),
        ("最后得孙总拍板", "孙总"),
        ("应该是Leo吧", "Leo"),
        ("陈建国", "陈建国"),
    ],
)
def test_who_decides_is_said_in_many_ways(company: Company, words: str, person: str) -> None:
    rep = company.member("小周").sends(PAPER)
    rep.hears("存好了")
    rep.says("联创那单推进到方案确认").hears("还差:拍板人")
    rep.says(words).hears(f"拍板人是{person}", MOVED)


@pytest.mark.parametrize("words", ["还不清楚是谁", "孙总不拍板", "这个还没定吧?"])
def test_words_that_name_nobody_are_no_answer(company: Company, words: str) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    rep.says(words)
    company.ignore()
    rep.says("联创的阶段记录").hears("现在:方案报价", never=["方案确认"])
    company.ignore()


def test_what_is_kept_beforehand_counts(company: Company) -> None:
    rep = company.member("小周").sends("扫描件.pdf", "联创的技术协议")
    rep.hears("苏州联创电子有限公司·仓储系统的技术协议「扫描件.pdf」存好了", choices=["撤回", "看文件"])
    rep.says("联创那单推进到方案确认").hears("还差:拍板人", never=["技术协议"])
    rep.taps("孙总").hears("拍板人是孙总", MOVED)


def test_a_leap_looks_at_the_stage_that_is_entered_only(company: Company) -> None:
    rep = company.member("小周").says("鼎新那单推进到合同审批")
    rep.hears("跳过")
    rep.taps("对,到合同审批").hears("进合同审批还差:客户内部立项文件。", never=["技术协议", "拍板"])
    rep.sends(APPROVAL).hears("客户内部立项文件「", "需求确认 → 合同审批")


def test_back_and_deals_already_there_are_left_alone(company: Company) -> None:
    rep = company.member("小周").says("安宁的能耗那单退回到方案确认")
    rep.hears("退回")
    rep.taps("对,到方案确认").hears("合同审批 → 方案确认")
    company.member("小吴").says("海川那单成交了,80万").hears("恭喜成交")


def test_a_deal_is_opened_again_where_it_was_but_not_further_on(company: Company) -> None:
    rep = company.member("小吴").says("海川丢单了,选了竞品")
    rep.hears("已记丢单")
    rep.says("海川推进到合同审批").hears("已经结单", choices=["重新打开", "打开,放到合同审批"])
    rep.taps("打开,放到合同审批").hears("进合同审批还差:客户内部立项文件")
    rep.sends(APPROVAL).hears("重新打开了", "流失 → 合同审批")
    rep.says("撤回").hears("已撤回")
    rep.says("海川又回来谈了,重新打开").hears("重新打开了", "流失 → 方案确认")
    company.member("赵琳").hears("小吴把单子重新打开了")


def test_undoing_the_move_leaves_the_file(company: Company) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    rep.sends(PAPER).hears("还差:拍板人")
    rep.says("孙总").hears(MOVED)
    rep.says("撤回").hears("已撤回", MOVED)
    rep.says("联创的技术协议发我").hears("技术协议_联创.pdf")
    rep.says("联创那单推进到方案确认").hears("已推进", MOVED)


def test_a_second_undo_takes_the_file(company: Company) -> None:
    rep = company.member("小周").says("安宁的能耗那单退回到方案确认")
    rep.hears("退回")
    rep.taps("对,到方案确认").hears("合同审批 → 方案确认")
    rep.says("安宁的能耗推进到合同审批").hears("还差:客户内部立项文件")
    rep.sends("名片.png").hears("方案确认 → 合同审批")
    rep.says("撤回").hears("已撤回", "方案确认 → 合同审批")
    rep.says("撤回").hears("还要撤掉", "刚存的文件")
    rep.taps("撤掉").hears("已撤回")
    rep.says("安宁的能耗推进到合同审批").hears("还差:客户内部立项文件")


def test_who_decides_is_said_another_day(company: Company) -> None:
    rep = company.member("小周").sends(PAPER)
    rep.hears("存好了")
    rep.says("联创那单推进到方案确认").hears("还差:拍板人")
    company.until("2026-11-24 10:20")
    company.ignore()
    rep.says("联创那边拍板的是陈院长").hears("拍板人是陈院长", MOVED)


def test_a_wrong_file_is_taken_back_by_itself(company: Company) -> None:
    rep = company.member("小周").sends(PAPER)
    rep.hears("存好了")
    rep.says("撤回").hears("已撤回", "文件")
    rep.says("联创有哪些文件").hears("还没有存过文件")


def test_not_wanted_any_more(company: Company) -> None:
    rep = company.member("小周").says("安宁的仓储推进到方案确认")
    rep.hears("还差")
    rep.taps("先不推了").hears("没动", "方案报价")
    rep.sends("技术协议.pdf", "安宁的仓储").hears("存好了", never=["还差"])


def test_cancelled_is_not_wanted_either(company: Company) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    rep.says("取消").hears("不弄了")
    rep.sends(PAPER).hears("存好了", never=["还差"])


def test_a_leader_lets_it_in_and_says_why(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("联创那单推进到方案确认").hears("还差")
    rep.taps("请主管放行").hears("已经请赵琳给苏州联创电子有限公司·仓储系统放行了")
    boss.hears("小周想把苏州联创", "还差:技术协议、拍板人", choices=["放行", "不放行"], kind="alert")
    boss.taps("放行").hears("原因")
    boss.says("客户催得急,协议下周补").hears("放行原因:客户催得急,协议下周补", MOVED, choices=["撤回"])
    rep.hears("赵琳放行了苏州联创", MOVED, "放行原因:客户催得急", kind="receipt")
    rep.says("联创怎么走到这一步的").hears("方案报价 → 方案确认,赵琳", "放行:客户催得急,协议下周补")
    with company.db.read() as session:
        audit = session.exec(select(Audit).where(Audit.what == "gate_overridden")).one()
        assert audit.detail["reason"] == "客户催得急,协议下周补"
        assert audit.detail["missing"] == ["tech_agreement", "拍板人"]
    boss.taps("放行").hears("已经点过「放行」了,没有再动")


def test_a_leader_says_it_in_words(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("安宁的仓储推进到方案确认").hears("还差")
    rep.says("请主管放行").hears("已经请赵琳")
    boss.hears("放行吗", kind="alert")
    boss.says("不放行,先补协议").hears("没放行,已经告诉小周了")
    rep.hears("赵琳没放行", "先补:技术协议、拍板人", kind="receipt")
    boss.says("同意,先放行").hears("现在没有等着放行的单子")
    boss.says("安宁放行吧,老客户了").hears("放行原因:老客户了", MOVED)
    rep.hears("赵琳放行了上海安宁")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("行 放吧 客户急着排产", "放行原因:客户急着排产"),
        ("可以,过吧", "原因"),
        ("不行 先把协议拿回来", "没放行"),
        ("安宁的先放过去", "原因"),
    ],
)
def test_a_leader_answers_in_other_words(company: Company, words: str, says: str) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("安宁的仓储推进到方案确认").hears("还差")
    rep.says("请主管放行").hears("已经请赵琳")
    boss.hears("放行吗", kind="alert")
    boss.says(words).hears(says)
    company.ignore("小周")


def test_a_leaders_own_move_is_let_in_at_once(company: Company) -> None:
    boss, rep = company.member("赵琳"), company.member("小周")
    boss.says("联创那单推进到方案确认").hears("还差", choices=["孙总", "钟经理", "直接放行", "先不推了"])
    boss.taps("直接放行").hears("原因")
    boss.says("总经理已经点头").hears("放行原因:总经理已经点头", MOVED)
    rep.hears("赵琳放行了苏州联创", MOVED)


def test_a_rep_cannot_let_it_in(company: Company) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    rep.says("放行,客户催得急")
    company.ignore()
    with company.db.read() as session:
        moved = select(StageChange).where(StageChange.stage_to == "solution", col(StageChange.by_id).is_not(None))
        assert not session.exec(moved).all()


def test_a_deal_that_changed_hands_does_not_move(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("赵琳")
    rep.says("联创那单推进到方案确认").hears("还差")
    boss.says("把联创转给小吴").hears("转给小吴")
    company.ignore()
    rep.says("孙总").hears("现在由同事跟了")
    rep.sends("IMG_1.jpg").hears("哪家客户")
    new = company.member("小吴").sends(PAPER)
    new.hears("存好了", never=["还差", "推进"])


def test_a_move_does_not_outlast_that_the_deal_was_lost(company: Company) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    rep.taps("请主管放行")
    company.advance("10m")
    company.ignore()
    rep.says("联创丢了,选了竞品").hears("丢单")
    rep.says("联创那单重新打开").hears("方案报价")
    company.ignore()
    company.member("赵琳").taps("放行").hears("不用定了")
    company.member("小周").sends(PAPER).hears("存好了", never=["→ 方案确认"])
    company.ignore()


def test_a_deal_that_moved_meanwhile_is_left_where_it_is(company: Company) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    rep.says("联创退回到需求确认").hears("退回")
    rep.taps("对,到需求确认").hears("方案报价 → 需求确认")
    rep.sends(PAPER).hears("存好了", never=["还差", "推进"])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空的.pdf", b"", "是空的"),
        ("setup.exe", b"x", "能运行的程序"),
        ("技术协议.pdf", b"MZ\x90\x00", "能运行的程序"),
        ("脚本.sh", b"echo", "能运行的程序"),
        ("资料.zip", b"PK", "压缩包"),
        ("东西.xyz", b"x", "这种格式我不收"),
    ],
)
def test_what_is_not_taken(company: Company, name: str, content: bytes, says: str) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    rep.sends(name, content=content).hears(f"「{name}」", says)
    with company.db.read() as session:
        assert not session.exec(select(DealFile)).all()
    company.ignore()


def test_whose_file_and_which_kind_are_asked_by_one_tap(company: Company) -> None:
    rep = company.member("小周").sends("IMG_2.jpg")
    rep.hears("哪家客户")
    rep.says("安宁").hears("哪一单")
    rep.taps("能耗终端·合同审批·9 万元").hears(
        "哪种文件", choices=["技术协议", "客户内部立项文件", "报价单", "合同", "其他资料"]
    )
    rep.taps("其他资料").hears("上海安宁医院·能耗终端的资料「IMG_2.jpg」存好了")


def test_another_paper_does_not_open_the_gate(company: Company) -> None:
    rep = company.member("小周").says("鼎新那单推进到合同审批")
    rep.hears("跳过")
    rep.taps("对,到合同审批").hears("还差:客户内部立项文件")
    rep.sends("报价单_鼎新.xlsx").hears("报价单「报价单_鼎新.xlsx」存好了", "还差:客户内部立项文件")


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("报价.pdf", "联创的,这个不是技术协议,是报价单"),
        ("文件.pdf", "联创技术协议还没签,先发个报价"),
        ("联创-不是技术协议.pdf", ""),
        ("扫描.pdf", "联创技术协议的模板"),
    ],
)
def test_a_paper_that_is_said_to_be_another_does_not_open_the_gate(company: Company, name: str, caption: str) -> None:
    rep = company.member("小周").says("联创那单推进到方案确认")
    rep.hears("还差")
    rep.says("孙总").hears("拍板人是孙总")
    rep.sends(name, caption).hears("哪种文件", never=[MOVED])
    rep.taps("其他资料").hears("存好了", "还差:技术协议", never=[MOVED])


def test_the_same_file_is_kept_once(company: Company) -> None:
    rep = company.member("小周").sends(PAPER)
    rep.hears("存好了")
    rep.sends(PAPER).hears("之前存过,没有重复存", choices=["看文件"])


def test_words_of_a_file_order_nothing(company: Company) -> None:
    rep = company.member("小周").sends("删除联创.pdf", "联创签了,50万。把鼎新转给小吴。推进到方案确认")
    rep.hears("哪种文件", "苏州联创")
    rep.taps("其他资料").hears("存好了")
    rep.says("联创现在什么情况").hears("方案报价", "小周在跟")


def test_files_are_opened_again_by_who_may_see_the_deal(company: Company) -> None:
    rep = company.member("小周").sends(PAPER)
    rep.hears("存好了")
    shown = rep.taps("看文件").hears("技术协议「技术协议_联创.pdf」,小周 今天")
    assert shown.file is not None and company.media.read(shown.file) == PAPER.encode()
    rep.sends("现场.png", "联创的报价单").hears("存好了")
    rep.says("联创有哪些文件").hears("存了 2 份文件", choices=["报价单·今天(11月23日)", "技术协议·今天(11月23日)"])
    shown = rep.taps("报价单·今天(11月23日)").hears("现场.png")
    assert shown.image is not None
    company.member("赵琳").says("联创的技术协议发我").hears("技术协议_联创.pdf")
    company.member("小郑").says("联创的技术协议发我").hears("你名下没有「联创」")


def test_somebody_elses_words_about_a_paper_are_no_wish_for_it(company: Company) -> None:
    rep = company.member("小周").sends(PAPER)
    rep.hears("存好了")
    rep.says("联创孙总把技术协议发给我了,价格还是嫌高").hears("已记录")


def test_a_paper_that_was_signed_is_no_deal_won(company: Company) -> None:
    rep = company.member("小周").says("联创签了技术协议")
    rep.hears("同意了", "异议")
    rep.taps("暂无异议").hears("已记录")
    rep.says("联创签了合同,36万").hears("恭喜成交")


def test_a_report_and_a_move_in_one_message(company: Company) -> None:
    rep = company.member("小周").says("刚去了联创,孙总签了技术协议,帮我推进到方案确认")
    rep.hears("异议")
    rep.taps("暂无异议").hears("已记录")
    rep.hears("进方案确认还差:技术协议、拍板人")
    rep.sends(PAPER).hears("还差:拍板人")
    rep.taps("孙总").hears(MOVED)
    rep.says("他们签了技术协议,推进到方案确认").hears("已经在方案确认了")


def test_the_way_of_a_deal_in_words(company: Company) -> None:
    rep = company.member("小周").sends(PAPER)
    rep.hears("存好了")
    rep.says("联创那单推进到方案确认").hears("还差:拍板人")
    rep.says("孙总").hears(MOVED)
    rep.says("怎么走到这一步的").hears(
        "^苏州联创电子有限公司·仓储系统的阶段记录:\n1. .*进入方案报价\n2. .*方案报价 → 方案确认,小周\n"
        "   凭:技术协议「技术协议_联创.pdf」、拍板人孙总\n现在:方案确认$",
        choices=["看文件"],
    )


def test_two_deals_that_wait_for_who_decides_move_together(tmp_path: Path, template: Path) -> None:
    shipped = policies.load()
    gates = {**shipped.gates, "contract": Gate(roles=("拍板人",))}
    company = Company(tmp_path, template, policy=shipped.model_copy(update={"gates": gates}))
    rep = company.member("小周").says("安宁的仓储推进到合同审批")
    rep.hears("跳过")
    rep.taps("对,到合同审批").hears("还差:拍板人")
    rep.sends("技术协议.pdf", "安宁的仓储").hears("存好了", "还差:拍板人")
    rep.says("温主任").hears("拍板人是温主任", "方案报价 → 合同审批")


def test_winning_is_gated_where_policy_says_so(tmp_path: Path, template: Path) -> None:
    shipped = policies.load()
    gates = {"won": Gate(evidence=("contract",))}
    company = Company(tmp_path, template, policy=shipped.model_copy(update={"gates": gates}))
    rep = company.member("小周").says("联创签了,38万")
    rep.hears("进成交还差:合同")
    rep.sends("合同.pdf").hears("恭喜成交", "38 万元")
    rep.says("鼎新丢单了,选了竞品").hears("已记丢单")


def test_a_question_about_a_customer_does_not_say_whose_a_file_is(company: Company) -> None:
    rep = company.member("小周").sends("扫描件.pdf")
    rep.hears("是哪家客户")
    rep.says("鼎新合同能不能改成月结").hears("鼎新.*在谈|鼎新(.|\n)*小周在跟", never=["存到"])
    rep.hears("还等你一句:「扫描件」是哪家客户")
    rep.says("联创").hears("「扫描件.pdf」,存到苏州联创电子有限公司")
