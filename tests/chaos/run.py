"""One run: the system under load, the storm, quiet until nothing is left to do, and the audit."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from chaos import ledger, plan
from chaos.auditor import MARK, Auditor, Verdict, Violation
from chaos.history import Fault, History, Recorder, Sent
from chaos.ledger import Ledger
from chaos.peer import Peer
from chaos.people import People
from chaos.storm import Storm, ended_well
from chaos.system import REPLICAS, Kind, System, running

BEFORE_SECONDS, AFTER_SECONDS = 3.0, 5.0  # people talk before the first fault and after the last
DRAINED_WITHIN_SECONDS = 240.0


@dataclass(frozen=True)
class Options:
    database: Kind
    faults: int
    seed: int
    rate: float


@dataclass(frozen=True)
class Result:
    """`kept`: where history, ledger and logs lie, if something was wrong."""

    options: Options
    history: History
    ledger: Ledger
    verdict: Verdict
    kept: Path | None


def run(options: Options, home: Path, say: Callable[[str], None]) -> Result:
    folder = home / f"{options.database}-{options.seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with Recorder(folder / "history.jsonl") as recorder:
        with Peer(recorder=recorder) as peer, running(options.database, folder, peer) as system:
            violations = _storm(options, system, recorder, say)
            found = ledger.read(system.db)
            violations += ended_well(system)
            violations += quoted(system.logs, recorder.history)
        found.keep(folder / "ledger.json")
    verdict = Auditor(recorder.history, found).audit()
    verdict = Verdict((*verdict.violations, *violations), verdict.waits)
    if not verdict.violations:
        shutil.rmtree(folder)
    return Result(options, recorder.history, found, verdict, folder if verdict.violations else None)


def _storm(options: Options, system: System, recorder: Recorder, say: Callable[[str], None]) -> list[Violation]:
    levers = all(replica.levers for replica in system.replicas)
    if not levers:
        say("no C compiler: no clock is stepped and no disk filled")
    faults = plan.drawn(options.faults, options.seed, options.database, REPLICAS[options.database], levers=levers)
    storm = Storm(system, recorder, say)
    with People(system.peer, system.world, options.rate, options.seed) as people:
        time.sleep(BEFORE_SECONDS)
        storm.rage(faults)
        time.sleep(AFTER_SECONDS)
    say("        quiet: waiting until everything is handled and sent")
    _drain(system, people)
    people.say_goodbye()
    _drain(system, people)
    return storm.violations


def _drain(system: System, people: People) -> None:
    """Until everything is handled and sent, twice in a row, or for as long as that may take at the very most."""
    deadline = time.monotonic() + DRAINED_WITHIN_SECONDS
    quiet = 0
    while quiet < 2 and time.monotonic() < deadline:
        time.sleep(0.5)
        people.answer_questions()
        done = system.peer.all_confirmed() and not ledger.left_open(system.db)
        quiet = quiet + 1 if done else 0


def quoted(log: str, history: History) -> list[Violation]:
    """Words of people that stand in the log."""
    said = {event.token for event in history.events if isinstance(event, Sent) and event.token}
    found = said & set(re.findall(r"\b[A-Z]{7}[0-9]\b", log))
    return [Violation("quoted", f"the log quotes {token}") for token in sorted(found)]


def figures(results: Sequence[Result]) -> Mapping[str, str]:
    """The summary of runs on one database."""
    faults = [event for result in results for event in result.history.events if isinstance(event, Fault)]
    sent = sum(isinstance(event, Sent) for result in results for event in result.history.events)
    wrong = Counter(violation.kind for result in results for violation in result.verdict.violations)
    marked = sum(message.text.startswith(MARK) for result in results for message in result.ledger.messages)
    offered = sum(message.status == "offered" for result in results for message in result.ledger.messages)
    shown = sum(len(result.ledger.messages) for result in results)
    seconds = sum(max(event.end for event in result.history.events if isinstance(event, Fault)) for result in results)
    kinds = Counter(fault.kind for fault in faults)
    every = {
        "seeds": ", ".join(str(result.options.seed) for result in results),
        "faults": f"{len(faults)} in {seconds / 60:.0f} min",
        "of these": ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()),
        "messages of people / to people": f"{sent:,} / {shown:,}",
        "lost / doubled / repeated unmarked / disordered": " / ".join(
            str(wrong.pop(kind, 0)) for kind in ("lost", "doubled", "repeated", "disordered")
        ),
        "late (not within 20 s without a fault)": str(wrong.pop("late", 0)),
        "other violations": ", ".join(f"{count} {kind}" for kind, count in wrong.items()) or "0",
        "repeated with the mark / offered again": f"{marked} / {offered}",
    }
    waits = [wait for result in results for wait in result.verdict.waits]
    if len(waits) < 2:
        return every
    cuts = quantiles([wait.whole for wait in waits], n=100)
    longest = max(wait.whole for wait in waits)
    return every | {
        "waited for an answer, median / p99 / longest": f"{cuts[49]:.2f} / {cuts[98]:.1f} / {longest:.1f} s",
        "longest time without a fault within a wait": f"{max(wait.calm for wait in waits):.1f} s",
    }
