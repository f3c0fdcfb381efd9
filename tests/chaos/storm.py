"""Carries a plan of faults out, and notes how long each of them lasted."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from chaos.auditor import Violation
from chaos.faults import KINDS, Planned
from chaos.history import Fault, Recorder
from chaos.system import System

TICK_SECONDS = 0.05
LONGEST_SECONDS = 90.0
ENDED = (0, -signal.SIGTERM)  # the latter where it was only just starting


@dataclass
class Current:
    """A fault that is not over. `ended`: the system has been put right, and may have to get up."""

    planned: Planned
    begin: float
    ended: bool = False


@dataclass
class Storm:
    """`say` gets a line for each fault. `violations`: processes that did not end as they should."""

    system: System
    recorder: Recorder
    say: Callable[[str], None]
    violations: list[Violation] = field(default_factory=list)
    _now: list[Current] = field(default_factory=list)

    def rage(self, plan: Sequence[Planned]) -> None:
        """Until the last fault is over."""
        for number, planned in enumerate(plan, start=1):
            if planned.calm:
                self._wait_until(lambda: not self._now)
            begin = time.monotonic() + planned.gap
            self._wait_until(partial(self._may_begin, planned, begin))
            self.say(f"{number:4}/{len(plan)}  {self.recorder.now():7.1f} s  {described(planned)}")
            self._begin(planned)
        self._wait_until(lambda: not self._now)

    def _may_begin(self, planned: Planned, begin: float) -> bool:
        occupied = {place(current.planned) for current in self._now if not current.ended}
        return time.monotonic() >= begin and place(planned) not in occupied

    def _wait_until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            for current in list(self._now):
                self._move_on(current)
            self._supervise()
            time.sleep(TICK_SECONDS)

    def _supervise(self) -> None:
        """Start again whoever ended by itself, as a service manager does: say, because it found the disk full."""
        meant = [current.planned for current in self._now if not current.ended]
        ended_by_us = {planned.replica for planned in meant if KINDS[planned.kind].occupies == "process"}
        for number, replica in enumerate(self.system.replicas):
            if number not in ended_by_us and replica.has_ended():
                self.say(f"            replica {number + 1} ended by itself with {replica.end()}; it is started again")
                replica.start()

    def _begin(self, planned: Planned) -> None:
        self._now.append(Current(planned, self.recorder.now()))
        KINDS[planned.kind].begin(self.system, planned)

    def _move_on(self, current: Current) -> None:
        """End the fault if its time has come; note it if everything has got up again."""
        planned, kind = current.planned, KINDS[current.planned.kind]
        lasted = self.recorder.now() - current.begin
        ready = (kind.is_over if current.ended else kind.may_end)(self.system, planned)
        if lasted < planned.seconds or not (ready or lasted > LONGEST_SECONDS):
            return
        if not ready:
            self._wrong(current, "it does not start again" if current.ended else "it does not end")
        if current.ended:
            self._now.remove(current)
            self.recorder.note(Fault(planned.kind, str(planned.replica + 1), current.begin, self.recorder.now()))
            return
        current.ended = True
        status = kind.end(self.system, planned)
        if planned.kind == "terminate" and status not in ENDED:
            self._wrong(current, f"it ended with {status}")

    def _wrong(self, current: Current, how: str) -> None:
        what = f"{described(current.planned)} at {current.begin:.1f} s: {how}"
        self.violations.append(Violation("exit", what))


def ended_well(system: System) -> list[Violation]:
    """Stops every replica; what is wrong with how they end."""
    violations = []
    for number, replica in enumerate(system.replicas, start=1):
        if replica.has_ended():
            violations.append(Violation("exit", f"replica {number} had ended by itself"))
        replica.signal(signal.SIGTERM)
    deadline = time.monotonic() + LONGEST_SECONDS
    for number, replica in enumerate(system.replicas, start=1):
        while not replica.has_ended() and time.monotonic() < deadline:
            time.sleep(TICK_SECONDS)
        if (status := replica.end()) not in ENDED:
            violations.append(Violation("exit", f"replica {number} ended with {status}"))
    return violations


def place(planned: Planned) -> tuple[str, int]:
    """What the fault occupies."""
    kind = KINDS[planned.kind]
    return kind.occupies, planned.replica if kind.of_replica else -1


def described(planned: Planned) -> str:
    whose = f" of replica {planned.replica + 1}" if KINDS[planned.kind].of_replica else ""
    by = f" by {planned.amount} s" if planned.kind == "clock step" else ""
    return f"{planned.kind}{whose}{by}, {planned.seconds} s"
