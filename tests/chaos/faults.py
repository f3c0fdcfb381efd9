"""The kinds of faults: what each does to the system, how it ends, and what it occupies meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chaos.levers import Levers
    from chaos.system import System  # not when this runs: whoever only draws a plan needs no PostgreSQL


@dataclass(frozen=True)
class Planned:
    """A fault of `kind` on one of the replicas (from 0), for `seconds`, `gap` seconds after the one before began; if
    it is `calm` first, after all before are over. `amount` is by how much a clock is stepped, or for how long Telegram
    asks to be left alone; odd: a way is healed by a reset."""

    kind: str
    gap: float
    calm: bool
    seconds: float
    replica: int
    amount: int


Does = Callable[["System", Planned], object]
Asks = Callable[["System", Planned], bool]


@dataclass(frozen=True)
class Kind:
    """`often`: its share among the others, by database. `seconds`: the shortest and the longest. `occupies`: nothing
    else befalls that meanwhile; `of_replica` says whether there is one for each. `may_end` is asked when its time is
    over, `is_over` after its end."""

    occupies: str
    begin: Does
    end: Does
    seconds: tuple[float, float]
    often: Mapping[str, int]
    may_end: Asks = lambda system, planned: True
    is_over: Asks = lambda system, planned: True
    needs_levers: bool = False
    amount: tuple[int, int] = (0, 1)

    @property
    def of_replica(self) -> bool:
        return self.occupies not in ("telegram", "server")


def _signal(number: int) -> Does:
    return lambda system, planned: system.replicas[planned.replica].signal(number)


def _start_again(system: System, planned: Planned) -> int | None:
    replica = system.replicas[planned.replica]
    status = replica.end()
    replica.start()
    return status


def _has_ended(system: System, planned: Planned) -> bool:
    return system.replicas[planned.replica].has_ended()


def _is_up(system: System, planned: Planned) -> bool:
    return system.replicas[planned.replica].is_up()


def _api(act: str) -> Does:
    return lambda system, planned: getattr(system.replicas[planned.replica].api, act)()


def _db(act: str) -> Does:
    return lambda system, planned: getattr(system.replicas[planned.replica].db, act)()


def _heal_api(system: System, planned: Planned) -> None:
    system.replicas[planned.replica].api.heal(reset=planned.amount % 2 == 1)


def _heal_db(system: System, planned: Planned) -> None:
    link = system.replicas[planned.replica].db
    assert link is not None
    link.heal(reset=planned.amount % 2 == 1)


def _trouble(system: System, planned: Planned) -> None:
    system.peer.pause = 1 + planned.amount
    system.peer.trouble = planned.kind.split()[1]


def _no_trouble(system: System, planned: Planned) -> None:
    system.peer.trouble = ""


def _telegram(shortest: float, longest: float, often: int, amount: tuple[int, int] = (0, 0)) -> Kind:
    shares = {"postgres": often, "sqlite": often}
    return Kind("telegram", _trouble, _no_trouble, (shortest, longest), shares, amount=amount)


def _crash(system: System, planned: Planned) -> None:
    assert system.server is not None
    system.server.crash()


def _get_up(system: System, planned: Planned) -> None:
    assert system.server is not None
    system.server.start()


def _step(system: System, planned: Planned) -> None:
    _levers(system, planned).step_clock(planned.amount)


def _step_back(system: System, planned: Planned) -> None:
    _levers(system, planned).step_clock(0)


def _fill(system: System, planned: Planned) -> None:
    _levers(system, planned).fill_disk(True)


def _empty(system: System, planned: Planned) -> None:
    _levers(system, planned).fill_disk(False)


def _levers(system: System, planned: Planned) -> Levers:
    levers = system.replicas[planned.replica].levers
    assert levers is not None
    return levers


KINDS: Mapping[str, Kind] = {
    "kill": Kind(
        "process", _signal(signal.SIGKILL), _start_again, (0.2, 3), {"postgres": 14, "sqlite": 16}, is_over=_is_up
    ),
    "stop": Kind("process", _signal(signal.SIGSTOP), _signal(signal.SIGCONT), (1, 8), {"postgres": 8, "sqlite": 6}),
    "long stop": Kind(
        "process", _signal(signal.SIGSTOP), _signal(signal.SIGCONT), (32, 40), {"postgres": 3, "sqlite": 2}
    ),
    "terminate": Kind(
        "process", _signal(signal.SIGTERM), _start_again, (0.1, 0.2), {"postgres": 8, "sqlite": 9}, _has_ended, _is_up
    ),
    "database cut": Kind("db", _db("cut"), _heal_db, (0.5, 6), {"postgres": 8}),
    "database stalled": Kind("db", _db("stall"), _heal_db, (1, 15), {"postgres": 8}),
    "database crash": Kind("server", _crash, _get_up, (0.2, 5), {"postgres": 6}),
    "database down for long": Kind("server", _crash, _get_up, (30, 45), {"postgres": 1}),
    "telegram cut off": Kind("api", _api("cut"), _heal_api, (0.5, 6), {"postgres": 6, "sqlite": 6}),
    "telegram stalled": Kind("api", _api("stall"), _heal_api, (1, 15), {"postgres": 5, "sqlite": 5}),
    "telegram unavailable": _telegram(1, 9, 6),
    "telegram unavailable for long": _telegram(30, 45, 1),
    "telegram flood": _telegram(1, 8, 6, (0, 4)),
    "telegram hang": _telegram(3, 9, 5),
    "telegram hang-done": _telegram(3, 9, 5),
    "telegram reset-done": _telegram(0.5, 5, 7),
    "telegram repeat": _telegram(2, 6, 4),
    "clock step": Kind(
        "clock",
        _step,
        _step_back,
        (2, 12),
        {"postgres": 8, "sqlite": 9},
        needs_levers=True,
        amount=(-3 * 3600, 3 * 3600),
    ),
    "disk full": Kind("disk", _fill, _empty, (1, 8), {"sqlite": 9}, needs_levers=True),
}
