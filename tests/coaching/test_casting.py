"""Which scenario is practised."""

from __future__ import annotations

import pytest

from coaching.casting import Wish, cast, fits, offered, ranked
from coaching.scenarios import scripts


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
