"""An order reaches the colleague with what it is about; a leader who comes along tells the rep, and records nothing."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from storage.deals import FollowUp


@pytest.mark.parametrize(
    ("words", "to", "what"),
    [
        ("联创的验收单让小周催一催", "小周", "联创的验收单,催一催"),
        ("海川前年在嘉兴有个样板 让小吴找小郑要照片", "小吴", "海川前年在嘉兴有个样板,找小郑要照片"),
        ("鼎新薛总投诉到我这了,让小周回个电话", "小周", "鼎新薛总投诉到我这了,回个电话"),
        ("安宁要的资质证书,提醒小周尽快寄", "小周", "安宁要的资质证书,"),
        ("好的 让小吴把标书改完", "小吴", "把标书改完"),
        ("鼎新那边让小周再跑一趟", "小周", "再跑一趟"),
    ],
)
def test_what_it_is_about_is_passed_on(company: Company, words: str, to: str, what: str) -> None:
    company.member("赵琳").says(words).hears(f"已转告{to}")
    company.member(to).hears(f"赵琳交代你:{what}")


@pytest.mark.parametrize(
    ("words", "to", "what"),
    [
        ("给小周说 鼎新这周必须出结果", "小周", "鼎新这周必须出结果"),
        ("跟小吴说一声 海川的价格别再让了", "小吴", "海川的价格别再让了"),
        ("告诉小周 薛总那边先别约了", "小周", "薛总那边先别约了"),
        ("麻烦转告小吴 样机周五要还回来", "小吴", "样机周五要还回来"),
    ],
)
def test_what_somebody_is_to_be_told_is_told_word_by_word(company: Company, words: str, to: str, what: str) -> None:
    company.member("赵琳").says(words).hears(f"已转告{to}:{what}")
    company.member(to).hears(f"赵琳交代你:{what}")


@pytest.mark.parametrize("words", ["告诉小周了", "给小周说过了", "告诉小周别再让价合适吗", "已经安排小周周四上门"])
def test_who_was_told_already_or_may_not_be_is_told_nothing(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears(never=["已转告"])


def test_an_order_that_says_nothing_by_itself_is_told_whole(company: Company) -> None:
    company.member("小周").says("鼎新那边我走不开,让小吴去吧").hears("已转告小吴")
    company.member("小吴").hears("鼎新那边我走不开,让小吴去吧")


@pytest.mark.world("departments")
@pytest.mark.parametrize(
    "words", ["让产品赶紧回小周的单子", "催下财务尽快把小周那个答复了", "叫法务今天把小周的单子回了"]
)
def test_a_department_that_is_to_hurry_is_no_order_to_the_rep(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("没有催", never=["已转告"])


@pytest.mark.parametrize(
    "words",
    [
        "好 我5号有空 改5号去鼎新",
        "鼎新我陪你去吧 周四上午",
        "行 周五我跟你去见薛总",
        "可以,下周三我带你们一起去鼎新",
    ],
)
def test_a_leader_who_comes_along_records_no_visit(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("已转告小周", never=["已记录"])
    company.member("小周").hears("赵琳交代你", words)
    with company.db.read() as session:
        assert not session.exec(select(FollowUp)).all()


def test_a_long_report_before_an_order_is_not_passed_on(company: Company) -> None:
    report = "今天上午跑了趟联创 见了孙总和钟经理 他们嫌接口慢 还说下个月要换系统 钟经理让我们周五前给个说法"
    company.member("赵琳").says(f"{report} 让小吴评估下要几天")
    company.member("小吴").hears("赵琳交代你:评估下要几天", never=["上午跑了趟"])
    company.ignore()
