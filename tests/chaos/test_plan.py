"""The plan of faults: the same for a seed, and every kind there is on a database."""

from __future__ import annotations

import pytest

from chaos.faults import KINDS
from chaos.plan import drawn


@pytest.mark.parametrize("database", ["postgres", "sqlite"])
def test_a_seed_gives_the_same_faults(database: str) -> None:
    plan = drawn(200, 1, database, 3)
    assert plan == drawn(200, 1, database, 3) != drawn(200, 2, database, 3)
    assert len(plan) == 200 and {fault.replica for fault in plan} == {0, 1, 2}
    assert plan[:50] != [fault for fault in plan if not fault.calm][:50], "it is never calm"


@pytest.mark.parametrize("database", ["postgres", "sqlite"])
def test_every_kind_befalls_it(database: str) -> None:
    befalling = {name for name, kind in KINDS.items() if kind.often.get(database)}
    assert {fault.kind for seed in (1, 2) for fault in drawn(200, seed, database, 3)} == befalling
    spared = {name for name in befalling if KINDS[name].needs_levers}
    assert spared and {fault.kind for fault in drawn(400, 1, database, 3, levers=False)} <= befalling - spared
