"""What a line of a library's file must hold, and what is said of one that does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from knowledge.items import Item, ItemProblem, read_each, read_item

LINE: dict[str, Any] = {"id": "a-1", "title": "嫌贵怎么回", "body": "您先算三年总账。", "kind": "script"}


def test_what_is_missing_means_any() -> None:
    item = read_item({**LINE, "industry": None, "buyer_role": [], "budget_min": None})
    assert item == Item("a-1", "嫌贵怎么回", "您先算三年总账。", "script")


def test_everything_that_a_line_may_hold() -> None:
    whole = {
        "industry": ["医疗", "医疗", " "],
        "buyer_role": "科主任",
        "budget_min": 300000.5,
        "budget_max": 800000,
        "product_line": "监护",
        "tags": ["预算"],
        "product_version": 9.1,
        "media": "a.mp3",
    }
    item = read_item({**LINE, **whole})
    assert (item.industry, item.buyer_role) == (("医疗",), ("科主任",))
    assert (item.budget_min_fen, item.budget_max_fen) == (30_000_050, 80_000_000)
    assert (item.product_line, item.tags, item.product_version, item.media) == ("监护", ("预算",), "9.1", "a.mp3")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": None}, "少了title"),
        ({"body": ""}, "少了body"),
        ({"body": " \u0000 "}, "id、title 和 body 里要有字"),
        ({"kind": "song"}, "kind 要是 script、case"),
        ({"kind": ["script"]}, "kind 要是 script、case"),
        ({"titel": "x"}, "不认识的键:titel"),
        ({"title": 7}, "title 要是文字"),
        ({"industry": [1]}, "industry 要是一串文字"),
        ({"tags": {"a": 1}}, "tags 要是一串文字"),
        ({"budget_min": "三十万"}, "budget_min 要是数字"),
        ({"budget_min": True}, "budget_min 要是数字"),
        ({"budget_max": float("nan")}, "budget_max 要是数字"),
        ({"budget_max": -1}, "budget_max 要在 0 到"),
        ({"budget_max": 10**400}, "budget_max 要在 0 到"),
        ({"budget_max": float("inf")}, "budget_max 要在 0 到"),
        ({"id": "\u0000"}, "id、title 和 body 里要有字"),
        ({"title": "\u200b"}, "id、title 和 body 里要有字"),
        ({"tags": ["价"] * 101}, "tags 最多 100 个"),
        ({"industry": ["长" * 51]}, "industry 最多 100 个,每个最多 50 个字"),
        ({"budget_min": 2, "budget_max": 1}, "budget_min 比 budget_max 大"),
        ({"body": "长" * 50_000}, "body 有 50000 个字,最多 20000 个"),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(ItemProblem) as raised:
        read_item({**LINE, **change})
    assert problem in str(raised.value)


def test_control_characters_are_dropped_and_rare_letters_kept() -> None:
    assert read_item({**LINE, "body": "第一行\n\u0007第二行𠮷\u0000"}).body == "第一行\n第二行𠮷"


def test_the_hash_is_that_of_the_content() -> None:
    first, second = read_item(LINE), read_item({**LINE, "industry": []})
    assert first.content_hash == second.content_hash
    assert first.content_hash != read_item({**LINE, "tags": ["价格"]}).content_hash


def test_what_labelled_files_say_beside_is_ignored() -> None:
    assert read_item({**LINE, "gold": 1, "grade": 2, "band": "x", "note": "y"}) == read_item(LINE)


def test_lines_are_parted_by_line_breaks_only() -> None:
    line = json.dumps({**LINE, "body": "上\u2028下\u0085左"}, ensure_ascii=False)
    (first, item), (third, problem) = read_each(f"{line}\n\n{{".split("\n"))
    assert isinstance(item, Item) and item.body == "上\u2028下左"
    assert (first, third, str(problem)) == (1, 3, "不是 JSON")
