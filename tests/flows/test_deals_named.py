"""A deal is named by a part of its product, also right after a record on another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from testing import Company

from bot.admin import importer
from config import policy as policies
from config.world import read_world
from scheduler.clock import SystemClock

WORLD = """
now: "2026-11-23T10:03:00+08:00"
members: [{name: 小周, role: rep}]
customers:
  - {name: 绍兴越剧小百花剧场, aliases: [小百花], owner: 小周, contacts: [团长盛老师]}
opportunities:
  - {customer: 绍兴越剧小百花剧场, owner: 小周, product_line: 舞台灯光, amount: 420000, stage: needs,
     stage_entered_at: 2026-11-22T10:00:00+08:00}
  - {customer: 绍兴越剧小百花剧场, owner: 小周, product_line: 座椅翻新, amount: 90000, stage: needs,
     stage_entered_at: 2026-11-22T10:00:00+08:00}
"""


@pytest.fixture
def theatre(company: Company, tmp_path: Path) -> Iterator[Company]:
    file = tmp_path / "theatre.yaml"
    file.write_text(WORLD, "utf-8")
    with company.db.write() as session:
        importer.import_world(session, read_world(file), policies.load(), SystemClock().now())
    yield company


@pytest.mark.parametrize(
    "words", ["座椅那单也提了一嘴 说等灯光装完再看", "翻新那个他说先放放", "座椅的单子说再等等", "小的那单他说不急"]
)
def test_words_about_the_other_deal_are_a_record_of_it(theatre: Company, words: str) -> None:
    rep = theatre.member("小周").says("刚拜访了小百花盛团长,舞台灯光挺满意")
    rep.hears("已记录", "舞台灯光", kind="receipt")
    rep.says(words).hears("已记录", "座椅翻新", never=["补进"], kind="receipt")


def test_more_words_about_the_same_deal_still_belong_to_it(theatre: Company) -> None:
    rep = theatre.member("小周").says("刚拜访了小百花盛团长,舞台灯光挺满意")
    rep.hears("已记录", "舞台灯光", kind="receipt")
    rep.says("灯光那单预算还要再申请").hears("补进刚才那条", "舞台灯光", kind="receipt")


def test_a_customer_is_called_together_with_what_is_sold_to_them(company: Company) -> None:
    rep = company.member("小周").says("安宁仓储那单温主任说预算砍到40万,要重新报")
    rep.hears("上海安宁医院·仓储系统", "预算", never=["没有「安宁仓储」"])
    company.ignore()


def test_deals_of_one_customer_that_are_put_off_are_told_apart(company: Company) -> None:
    company.until("2026-12-01 11:00")
    company.ignore()
    rep = company.member("小周").says("安宁这单再给我两天")
    rep.hears("缓哪一单", choices=["上海安宁医院·仓储系统", "上海安宁医院·能耗终端"])
    company.ignore()
