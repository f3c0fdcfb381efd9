"""Which scenario is practised."""

from __future__ import annotations

import pytest

from coaching.casting import Wish, cast, fits, nearest, offered, ranked, temper_of
from coaching.scenarios import GENERAL, scripts


@pytest.mark.parametrize(
    ("wish", "industry", "role", "objection"),
    [
        (Wish(industries=("医院",), roles=("设备科主任",)), "医院", "", None),
        (Wish(industries=("K12",), roles=("校长",), objection="price"), "K12教育", "校长", "price"),
        (Wish(industries=("餐饮",)), "连锁餐饮", "", None),
        (Wish(objection="competitor"), "", "", "competitor"),
    ],
)
def test_the_nearest_is_first(wish: Wish, industry: str, role: str, objection: str | None) -> None:
    script = ranked(scripts().values(), wish)[0]
    assert industry in script.industry and role in script.buyer_role
    assert objection is None or script.objection == objection


def test_what_was_practised_lately_comes_later() -> None:
    wish = Wish(objection="price")
    first, second = ranked(scripts().values(), wish)[:2]
    assert ranked(scripts().values(), Wish(objection="price", practised=(first.id,)))[0].id == second.id


def test_the_customer_is_as_wished() -> None:
    script = scripts()["k12-board-price"]
    played = cast(script, Wish(roles=("中学校长",), temper="冷淡", budget=990_000))
    assert (played.buyer_role, played.temper, played.budget) == ("中学校长", "冷淡", 990_000)
    assert cast(script, Wish(roles=("采购",))).buyer_role == script.buyer_role


def test_it_is_said_where_nothing_fits() -> None:
    script = scripts()["k12-board-price"]
    assert fits(script, Wish(industries=("K12",))) and not fits(script, Wish(industries=("殡葬",)))


def test_several_trades_are_offered() -> None:
    found = offered(scripts().values(), Wish(), 4, seed=1)
    assert len({script.industry for script in found}) == 4
    assert found != offered(scripts().values(), Wish(), 4, seed=2)


@pytest.mark.parametrize(
    "wish",
    [
        Wish(called="养猪场", roles=("老板",)),
        Wish(industries=("医院",), roles=("采购",)),
        Wish(roles=("园长",)),
        Wish(customer="海棠食品", contact="匡厂长", product="分拣设备"),
    ],
)
def test_nobody_speaks_the_lines_of_another_trade_or_post(wish: Wish) -> None:
    script = nearest(scripts().values(), wish, 3)
    played = cast(script, wish)
    assert script.industry == GENERAL and not fits(script, wish)
    assert (wish.called or wish.customer or "") in played.industry
    assert played.buyer_role in wish.roles or not wish.roles


def test_the_trade_decides_before_the_post() -> None:
    script = nearest(scripts().values(), Wish(industries=("医院",), roles=("设备科主任",), temper="强势"), 1)
    played = cast(script, Wish(roles=("设备科主任",)))
    assert (script.industry, played.buyer_role) == ("医院", "设备科主任")
    assert "科长" not in played.situation and "主任" in played.situation


def test_the_objection_that_is_wished_comes_first_and_the_product_is_ones_own() -> None:
    script = scripts()["general-feature"]
    played = cast(script, Wish(objection="competitor", product="分拣设备"))
    assert played.concerns[0].objection == "competitor" and played.product == "分拣设备"
    assert not any("这套东西" in concern.raises for concern in played.concerns)


def test_lines_are_spoken_as_the_customer_is_wished() -> None:
    script = scripts()["k12-lab-competitor"]
    assert cast(script, Wish(temper="健谈")).concerns[0].raises != script.concerns[0].raises
    assert cast(script, Wish(temper=script.temper)).concerns == script.concerns


def test_harder_and_easier_than_before() -> None:
    assert (temper_of("harder", "爽快"), temper_of("easier", "强势"), temper_of("hardest", None)) == (
        "健谈",
        "冷淡",
        "强势",
    )
