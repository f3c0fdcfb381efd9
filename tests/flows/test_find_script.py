"""Finding the right words in chat."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from testing import Company

from bot.admin.library import bring_in

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ITEMS: Sequence[dict[str, Any]] = (
    {
        "id": "s1",
        "title": "店长嫌贵:按三年摊到每个顾客",
        "body": "三年摊下来一个人一天四毛钱。",
        "industry": ["连锁零售"],
    },
    {
        "id": "s2",
        "title": "嫌贵:先拿一家店试",
        "body": "先装一间,一个月后您看报修少了几回。",
        "industry": ["连锁零售"],
    },
    {"id": "s3", "title": "嫌贵:把增项单价写死", "body": "十八样增项写进合同,三年不动。", "industry": ["物业园区"]},
    {"id": "s4", "title": "嫌报价高:换算成停机一小时", "body": "停一小时亏八千,一年停几次您比我清楚。"},
    {"id": "s5", "title": "司机不会用新车", "body": "师傅跟车五天,考过了才撤。"},
)


def filled(company: Company, tmp_path: Path) -> None:
    file = tmp_path / "scripts.jsonl"
    lines = (json.dumps({"kind": "script", **item}, ensure_ascii=False) for item in ITEMS)
    file.write_text("\n".join(lines), encoding="utf-8")
    bring_in(company.db, [file], NOW)


def test_the_best_is_shown_and_others_by_a_tap(company: Company, tmp_path: Path) -> None:
    filled(company, tmp_path)
    rep = company.member("小周")
    rep.says("客户嫌贵怎么回")
    rep.hears("嫌贵", "——", choices=["换一条", "再看两条"])
    rep.taps("换一条")
    rep.hears("嫌", choices=["换一条", "再看两条"])
    rep.taps("再看两条")
    rep.hears("【", "【")


def test_what_the_words_say_of_the_customer_narrows_and_a_tap_widens(company: Company, tmp_path: Path) -> None:
    filled(company, tmp_path)
    rep = company.member("小周")
    rep.says("鼎新嫌贵怎么回")
    rep.hears(r"\(按 连锁零售 挑的\)", choices=["换一条", "再看两条", "不限行业和角色"])
    rep.taps("不限行业和角色")
    rep.hears("嫌贵", never=["按 连锁"])


def test_without_a_library_too(company: Company) -> None:
    rep = company.member("小周")
    rep.says("客户嫌贵怎么回")
    rep.hears("没有合适话术")
