"""Whoever is touched by what somebody above them did hears of it, once: an import taken back, somebody who leaves, a
customer that is handed over."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from storage.conversations import Outbox

HEAD = "客户名称,负责人,产品\n"


def sends_list(company: Company, *lines: str) -> None:
    boss = company.member("老板").sends("新客户.csv", content=(HEAD + "\n".join(lines) + "\n").encode())
    boss.hears("新客户")
    boss.taps("导入").hears("导好了")


def test_who_loses_customers_by_an_import_taken_back_hears_so_once(company: Company) -> None:
    sends_list(company, "常州明远机械有限公司,小周,电梯", "南通海安药房,小周,电梯", "泰州绿野农庄,小吴,分拣")
    company.member("小周").hears("分到你名下:客户 2 家、商机 2 单")
    company.member("小吴").hears("分到你名下")
    company.member("小吴").says("刚跟泰州绿野农庄的马总打完电话,挺感兴趣").hears("记")
    company.ignore("小吴")
    boss = company.member("老板").says("撤回导入")
    boss.hears("撤吗")
    boss.taps("整批撤回").hears("已撤回这批导入:客户 2 家、商机 2 单.*留下 1 家")
    company.member("小周").hears("^老板把导入的客户表撤回了,你名下少了:客户 2 家、商机 2 单。", kind="receipt")
    company.member("小吴").hears_nothing()


def test_in_the_night_it_waits_for_the_morning(company: Company) -> None:
    sends_list(company, "常州明远机械有限公司,小周,电梯")
    company.until("2026-11-23 21:15")
    company.ignore()
    boss = company.member("老板").says("撤回导入")
    boss.hears("撤吗")
    boss.taps("整批撤回").hears("已撤回")
    company.member("小周").hears_nothing()
    company.until("2026-11-24 10:05")
    with company.db.read() as session:
        row = session.exec(select(Outbox).where(col(Outbox.text).contains("你名下少了"))).one()
        assert row.sent_at is not None and "08:30" < f"{row.sent_at.astimezone(company.policy.zone):%H:%M}" < "10:00"
    company.ignore()


def test_the_supervisor_hears_who_left_and_what_went_to_whom(company: Company) -> None:
    boss = company.member("老板").says("小吴离职了,海川给小周")
    boss.hears("小吴离职,这样交接")
    boss.taps("确认").hears("办好了:小吴已停用")
    company.member("小周").hears("小吴离职了")
    company.member("赵琳").hears("^小吴离职了,老板办的交接:\n·小周:1 家客户、1 单.宁波海川", kind="receipt")
    company.member("赵琳").hears_nothing()


def test_a_supervisor_who_does_it_hears_nothing_but_the_receipt(company: Company) -> None:
    company.member("赵琳").says("把鼎新转给小吴").hears("转给小吴跟了")
    company.member("小吴").hears("转给你跟了")
    company.member("小周").hears("不用再盯了")
    company.member("赵琳").hears_nothing()
    company.member("老板").hears_nothing()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("把鼎新转给小吴", {"赵琳": "^老板把杭州鼎新超市有限公司从小周转给小吴跟了,1 单跟着走。$"}),
        ("鼎新转给小郑跟", {"赵琳": "从小周转给小郑跟了", "顾强": "从小周转给小郑跟了"}),
    ],
)
def test_the_supervisors_of_both_hear_of_a_hand_over_above_them(
    company: Company, words: str, told: dict[str, str]
) -> None:
    company.member("老板").says(words).hears("跟了")
    company.ignore("小周", "小吴", "小郑")
    for name, text in told.items():
        company.member(name).hears(text, kind="receipt")
        company.member(name).hears_nothing()


def test_all_of_somebodys_customers(company: Company) -> None:
    boss = company.member("老板").says("把小周的客户都转给小吴")
    boss.hears("都转给小吴吗")
    boss.taps("都转").hears("都转给小吴跟了")
    company.ignore("小周", "小吴")
    company.member("赵琳").hears("^老板把小周的 3 家客户、4 单转给小吴跟了", kind="receipt")
    company.member("赵琳").hears_nothing()
