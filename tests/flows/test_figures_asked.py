"""Targets, who sold most, deals in hand, health, files to take along, reports that come by themselves."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from python_calamine import load_workbook
from sqlmodel import select
from testing import Company

from storage.background import Audit
from storage.deals import Customer
from storage.figures import SalesTarget


def test_a_leader_sets_a_target_and_everybody_sees_where_they_stand(company: Company) -> None:
    company.open_gates()
    leader, rep = company.member("赵琳"), company.member("小周")
    leader.says("给小周定这个月80万目标").hears("^小周11月的目标定为 80 万元。$", choices=["撤回"])
    rep.hears("^赵琳给你定了11月的目标:80 万元")
    rep.says("联创签了,36万").hears("恭喜成交")
    rep.says("目标完成多少了").hears("^你11月目标 80 万元,成交 36 万元,完成 45%,还差 44 万元,还有 6 个工作日。$")
    leader.says("小周目标还差多少").hears("^小周11月目标 80 万元.*还差 44 万元")
    leader.says("这个月谁签得最多").hears("^东区11月按成交金额:\n1. 小周 36 万元,1 单,目标的 45%$")
    leader.says("上个月的呢").hears("^东区10月还没有人成交")
    leader.says("把小周的目标改成100万").hears("定为 100 万元.原来 80 万元")
    rep.hears("100 万元")
    leader.says("给小郑定这个月80万目标").hears("^目标只能给自己带的人定")
    rep.says("给小吴定这个月80万目标").hears("由?主管、经理来做")


def test_a_target_is_taken_back(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("给小周定这个月80万目标").hears("定为 80 万元")
    leader.taps("撤回").hears("撤回")
    company.ignore("小周")
    leader.says("小周目标完成多少了").hears("^小周11月还没定目标")
    company.ignore()


def test_deals_in_hand_stay_the_subject(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("小周手上几单").hears("^小周手上 4 单,合计 107 万元")
    leader.says("各多少钱").hears("^小周手上 4 单.*\n·.*万元")
    leader.says("那小吴呢").hears("^小吴手上 1 单,合计 80 万元")


def test_health_says_what_each_part_is_from(company: Company) -> None:
    company.open_gates()
    rep = company.member("小周")
    rep.says("刚跟联创孙总打完电话,他嫌价格高").hears("已记录")
    heard = rep.says("联创健康度").hears(
        r"^苏州联创电子有限公司健康度 91 分\(健康\)\n·跟进频率 30/30 分:刚联系过,这一等级该 15 天一次\(今天",
        r"\n·推进 30/30 分:1 单在跟,没有超时的",
        r"\n·异议 8/15 分:没解决的:价格敏感",
        r"\n·说好的事:数据不足",
        r"\n·拍板人 10/10 分:是孙总",
        r"\n·回款:还没有数据.*\n·补货:还没有数据",
    )
    assert heard.image is not None
    company.member("小郑").says("联创健康度").hears("^你能看的客户里没有「联创」")
    company.member("老板").says("哪些客户不健康").hears("^全公司健康度最低的 5 家:\n1. ")


def test_customers_are_taken_along_as_far_as_somebody_may_see_them(company: Company) -> None:
    with company.db.write() as session:
        row = session.exec(select(Customer).where(Customer.name == "上海安宁医院")).one()
        row.industry = "=cmd|' /C calc'!A0"
        session.add(row)
    leader = company.member("赵琳")
    heard = leader.says("导出我组的客户").hears("^东区的客户,共 4 家")
    assert heard.file is not None
    content = Path(company.media.place_of(heard.file)).read_text("utf-8-sig")
    rows = list(csv.reader(content.splitlines()))
    assert [row[0] for row in rows[1:]] == [
        "苏州联创电子有限公司",
        "杭州鼎新超市有限公司",
        "上海安宁医院",
        "宁波海川物流有限公司",
    ]
    assert rows[3][1] == "'=cmd|' /C calc'!A0"
    company.member("小周").says("导出我的单子").hears("^你的单子,共 4 单")
    company.member("老板").says("把华南的单子导成Excel").hears("^华南的单子,共 1 单")
    leader.says("把我组的客户导成Excel")
    book = leader.hears("^东区的客户,共 4 家").file
    assert book is not None and book.endswith(".xlsx")
    sheet = load_workbook(company.media.place_of(book)).get_sheet_by_index(0).to_python()
    assert sheet[0][:2] == ["客户", "行业"] and sheet[3][:2] == ["上海安宁医院", "=cmd|' /C calc'!A0"]
    leader.says("导出华南的客户").hears("^你能看的单子里没有华南的")
    with company.db.read() as session:
        kept = session.exec(select(Audit).where(Audit.what == "export")).all()
    assert [(entry.detail["of"], entry.detail["rows"]) for entry in kept] == [
        ("customers", 4),
        ("deals", 4),
        ("deals", 1),
        ("customers", 4),
    ]


def test_a_report_comes_by_itself_until_it_is_ended(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("每周一早上9点发我华东漏斗").hears("^好,每周一早上9点发你华东漏斗,第一次在周一.11月30日.上午九点")
    company.until("2026-11-29 12:00")
    company.ignore()
    company.until("2026-11-30 10:30")
    shown = [m for m in company.simulation.screens.shown if m.to == "赵琳" and m.text.startswith("华东漏斗(11月")]
    assert len(shown) == 1 and shown[0].image is not None
    company.ignore()
    leader.says("定时报表有哪些").hears("^定时发给你的:\n·每周一 09:00 华东漏斗$")
    leader.says("别再发我漏斗了").hears("^好,华东漏斗不再定时发了")
    leader.says("定时报表有哪些").hears("^你没有定时发的报表")
    company.until("2026-12-07 12:00")
    assert not [m for m in company.simulation.screens.shown if m.text.startswith("华东漏斗(12月")]
    company.ignore()


@pytest.mark.parametrize(
    "words",
    [
        "要不要给小周定这个月80万目标",
        "如果给小周定80万目标呢",
        "老板说给小周定这个月80万目标",
        "先别给小周定这个月80万目标",
        "给小周定这个月80万目标合适吗",
        "「给小周定这个月80万目标」",
        "联创今年目标5000万",
    ],
)
def test_no_target_is_set_unless_that_was_ordered(company: Company, words: str) -> None:
    company.member("赵琳").says(words)
    with company.db.read() as session:
        assert session.exec(select(SalesTarget)).all() == []
    company.ignore()


def test_a_target_is_said_without_a_verb(company: Company) -> None:
    company.member("赵琳").says("小周这个月目标60万").hears("小周11月的目标定为 60 万元")
    company.ignore()


@pytest.mark.parametrize(
    "words",
    [
        "刚跟联创孙总通完电话,他们今年目标定了5000万,想上我们的系统",
        "跟联创孙总聊了聊 他们今年的任务是降本200万 谁业绩最好谁牵头",
        "联创孙总来电话,让我把客户名单导出来给他看看,我没答应",
    ],
)
def test_a_report_that_speaks_of_figures_is_a_report(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("记录|异议", never=["主管", "Excel", "谁签得多"])
    company.ignore()


def test_several_targets_are_set_in_a_sentence_and_the_next_ones_shorter(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("12月目标小周50万 小吴40万").hears("^小周12月的目标定为 50 万元。\n小吴12月的目标定为 40 万元。$")
    company.member("小周").hears("12月的目标:50 万元")
    company.member("小吴").hears("12月的目标:40 万元")
    leader.says("阿新也定20").hears("^阿新12月的目标定为 20 万元。$")
    leader.says("改成30万").hears("^阿新12月的目标定为 30 万元.原来 20 万元")
    leader.says("给她定35万").hears("^阿新12月的目标定为 35 万元")
    company.ignore("阿新")
    leader.says("小吴呢").hears("^小吴12月目标 40 万元")
    leader.says("谁还没完成").hears("^东区12月还没完成目标的 3 个:")


def test_a_teams_target_is_the_teams(company: Company) -> None:
    boss = company.member("老板")
    boss.says("给东区定这个月190万目标").hears("^东区整组11月的目标定为 190 万元。$", choices=["撤回"])
    company.member("赵琳").hears("^老板给东区整组定了11月的目标:190 万元")
    boss.says("南区也是150万").hears("^南区整组11月的目标定为 150 万元")
    company.ignore("顾强")
    boss.says("全公司目标完成多少了").hears("^全公司11月目标 340 万元,成交 0 元.*\n·东区整组:0 元/190 万元")
    company.member("顾强").says("给东区定这个月20万目标").hears("目标只能给自己带的人定,组也要是自己的")
    boss.taps("撤回").hears("撤回")
    company.ignore()


def test_whom_a_target_is_for_is_asked_and_may_be_told_with_sums(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("给小马定12月目标90万").hears("给谁定目标", choices=["东区", "小周", "小吴", "阿新"])
    leader.says("小周50 小吴40").hears("小周12月的目标定为 50 万元。\n小吴12月的目标定为 40 万元")
    company.ignore()
    leader.says("小周和小吴的目标70万").hears("小周、小吴,每人都定 70 万元", choices=["每人都是", "不是"])
    leader.taps("不是").hears("一个都没定")
    with company.db.read() as session:
        assert sorted(row.amount_fen for row in session.exec(select(SalesTarget))) == [40_000_000, 50_000_000]


def test_what_those_without_a_target_won_counts_towards_none(company: Company) -> None:
    company.open_gates()
    leader = company.member("赵琳")
    leader.says("给小吴定这个月80万目标").hears("80 万元")
    company.ignore()
    company.member("小周").says("联创签了,36万").hears("恭喜成交")
    company.ignore()
    leader.says("我们组目标完成多少了").hears(
        "^东区11月只有小吴定了目标,共 80 万元,成交 0 元,完成 0%,还差 80 万元",
        "\n没定目标的成交 36 万元;东区一共成交 36 万元。\n",
    )


@pytest.mark.parametrize(
    "words", ["我的目标", "目标呢", "看下目标", "11月目标", "还差多少", "完成了多少", "赵琳给我定的目标是多少"]
)
def test_a_target_is_asked_for_in_many_ways(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("^你11月还没定目标")


@pytest.mark.parametrize(
    "words",
    [
        "客户说小周80万 小吴60万",
        "要不要小周50 小吴40",
        "如果小周50 小吴40呢",
        "先别给小吴定40",
        "「小吴40万」",
        "小吴40万合适吗",
        "小吴定40万了吗",
    ],
)
def test_shorter_words_after_a_target_are_weighed_too(company: Company, words: str) -> None:
    leader = company.member("赵琳")
    leader.says("给小周定这个月80万目标").hears("80 万元")
    leader.says(words)
    with company.db.read() as session:
        assert [row.amount_fen for row in session.exec(select(SalesTarget))] == [80_000_000]
    company.ignore()


def test_sums_are_of_whom_they_name_and_refused_where_they_are_not_for_the_speaker(company: Company) -> None:
    company.open_gates()
    company.member("小周").says("联创签了,36万").hears("恭喜成交")
    company.ignore()
    rep, leader, boss = company.member("小吴"), company.member("赵琳"), company.member("老板")
    rep.says("小周这个月签了多少").hears("^小周的数据只有他自己、他的主管和经理能看")
    rep.says("我们组这个月签了多少").hears("^你能看的只有自己的单子.*\n0 单。你11月")
    leader.says("我们组这个月签了几单 多少钱").hears("^东区11月1日到11月30日签了 1 单,合计 36 万元:\n·.*小周")
    leader.says("上个月呢").hears("^0 单。东区10月")
    leader.says("南区这个月签了多少").hears("^南区的数据只有他们主管和经理能看")
    boss.says("这个月签了多少").hears("^全公司11月1日到11月30日签了 1 单")
    boss.says("仓储系统这个月卖了多少").hears("^全公司·仓储系统11月.*签了 1 单,合计 36 万元")
    boss.says("各组这个月签了多少").hears("^全公司11月.*签了 1 单,合计 36 万元:\n·东区:1 单,36 万元")
    boss.says("平均成交周期多久").hears("^全公司成交 1 单,从进线索到成交 0 天")


def test_a_customer_opened_in_chat_is_of_its_owners_region(company: Company) -> None:
    company.member("小周").says("新客户常熟大地化纤有限公司要仓储系统,联系人卞总,预算20万").hears("常熟大地化纤")
    company.ignore()
    boss = company.member("老板")
    boss.says("华东漏斗").hears("^华东漏斗.*\n新进 6 单", "现在在谈 6 单")
    heard = boss.says("导出华东的客户").hears("^华东的客户,共 5 家")
    assert heard.file is not None
    assert "常熟大地化纤有限公司" in Path(company.media.place_of(heard.file)).read_text("utf-8-sig")


def test_not_followed_up_is_measured_by_what_was_recorded(company: Company) -> None:
    rep, leader = company.member("小周"), company.member("赵琳")
    company.until("2026-12-10 10:00")
    company.ignore()
    rep.says("刚跟联创孙总打完电话,他嫌价格高").hears("已记录")
    company.until("2026-12-28 10:00")
    company.ignore()
    leader.says("有多少客户超过30天没跟").hears("^超过 30 天没跟进的有 3 家客户,4 单:", never=["联创"])
    leader.says("我们组有几个客户好久没跟了").hears("^超过 14 天没跟进的有 4 家客户,5 单:", "联创.*12月10日.*18 天了")


def test_a_target_is_withdrawn_by_who_leads(company: Company) -> None:
    leader, rep = company.member("赵琳"), company.member("小周")
    leader.says("给小周定这个月80万目标").hears("定为 80 万元")
    rep.hears("80 万元")
    leader.says("要不要取消小周的目标").hears("^小周11月目标 80 万元")
    rep.says("撤掉小周的目标").hears("由?主管、经理来做")
    leader.says("撤掉小郑的目标").hears("小郑的数据只有")
    leader.says("把小周的目标取消").hears(r"^小周11月的目标撤掉了\(原来 80 万元\)。$", choices=["撤回"])
    rep.hears("赵琳把你11月的目标撤掉了")
    leader.says("取消小周的目标").hears("^小周11月没定过目标")
    leader.says("小周目标完成多少了").hears("^小周11月还没定目标")


def test_the_largest_deals_come_first(company: Company) -> None:
    leader = company.member("赵琳")
    amounts = leader.says("金额最大的三单").hears("^东区在谈的金额最大的 3 单,合计").text
    sums = [float(line.split("·")[2].split(" ")[0]) for line in amounts.splitlines()[1:]]
    assert len(sums) == 3 and sums == sorted(sums, reverse=True) and sums[0] >= 80
    company.member("小周").says("最大的单子是哪个").hears("^你在谈的金额最大的")
    company.member("小周").says("客户说最大的问题是价格").hears(never=["金额最大的"])


def test_late_deals_are_taken_along(company: Company) -> None:
    company.until("2026-11-30T10:00:00+08:00")
    company.ignore()
    leader = company.member("赵琳")
    listed = leader.says("哪些单子超时了").hears("^超时的有 (\\d+) 单").text
    count = listed.split(" ")[1]
    for words in ("导出来", "导出超时的单子", "超时的单子给我个excel"):
        leader.says(words).hears(f"^东区超时的单子,共 {count} 单")


def test_who_asks_for_late_deals_of_others_is_refused_and_not_told_that_there_are_none(company: Company) -> None:
    rep = company.member("小周")
    rep.says("小吴有哪些超时的").hears("小吴的数据只有", never=["没有超时"])


def test_how_a_region_stands_is_its_funnel(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("华东这个月怎么样").hears("^华东漏斗")
    leader.says("华东区最近怎么样").hears("^华东漏斗")
    leader.says("大家这周干得咋样").hears("小周", never=["统计不了"])
