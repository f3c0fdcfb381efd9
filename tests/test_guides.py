"""The conversations in the documents are real: each ```chat block is played in the demo company and compared.

张伟:…           somebody writes            张伟点:…         somebody taps a button
张伟发文件:…     somebody sends a file of this name
销伴:…           what that person is told   销伴告诉林慧:…   what somebody else is told
(6 小时后)       the clock moves on         (到 11月26日 09:12)

Lines that belong to the line above begin with two spaces; `  [撤回]` are the buttons. What a person is told when
they said something is complete; what the clock or others cause need not be.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from testing import engine, found

from bot.admin.library import bring_in, embed_new
from bot.app import App, build
from bot.channels.simulated import Shown
from bot.runtime.simulation import Simulation
from config import policy as policies
from config.world import DEMO, read_world
from knowledge.calibrating import starter_files
from knowledge.embedding.word_vectors import WordVectors
from scheduler.clock import SimulatedClock
from storage.engine import open_database
from storage.media import FolderStore

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```chat\n(.*?)^```", re.M | re.S)
TOLD = re.compile(r"销伴(?:告诉([^:]+))?:(.*)")
LATER = re.compile(r"\((\d+) (天|小时|分钟)后\)")
UNTIL = re.compile(r"\(到 (\d+)月(\d+)日 (\d\d:\d\d)\)")


@dataclass
class Step:
    """Something happens, and is answered: (to whom, text with its buttons)."""

    line: dict[str, Any]
    speaker: str
    answers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def tells_others(self) -> bool:
        """Whether what somebody did is told to others, who hear of it a minute later at a full or half hour."""
        return "as" in self.line and any(to != self.speaker for to, _ in self.answers)


def blocks() -> list[Any]:
    return [
        pytest.param(block, id=f"{document.relative_to(ROOT)}-{number}")
        for document in DOCUMENTS
        for number, block in enumerate(BLOCK.findall(document.read_text("utf-8")), 1)
    ]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company's database before anybody has said anything."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    db = open_database(f"sqlite:///{path}")
    found(db, DEMO, policies.load())
    bring_in(db, starter_files(), read_world(DEMO).now)
    embed_new(db, WordVectors())
    with db.engine.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.mark.parametrize("block", blocks())
def test_the_bot_says_what_the_document_says(block: str, demo: Path, tmp_path: Path) -> None:
    shutil.copyfile(demo, tmp_path / "demo.db")
    db = open_database(f"sqlite:///{tmp_path / 'demo.db'}")
    clock = SimulatedClock(read_world(DEMO).now)

    def rebuild() -> App:
        app = build(db, policies.load(), engine(), clock, FolderStore(tmp_path), retry_in=timedelta(0))
        return replace(app, awaited=frozenset())  # nobody hears that something takes long on a busy machine

    company = Simulation(rebuild(), clock, rebuild)
    for step in steps(block):
        if "file" in step.line:
            step.line["file"] = str(written(tmp_path / step.line["file"]))
        before = len(company.screens.shown)
        company.step(step.line)
        if step.tells_others and is_avoided(company):
            company.step({"advance": "1m"})
        shown = [(said.to, words(said)) for said in company.screens.shown[before:]]
        if "as" in step.line:
            mine = [answer for answer in step.answers if answer[0] == step.speaker]
            assert mine == [said for said in shown if said[0] == step.speaker]
        for answer in step.answers:
            assert answer in shown
    db.close()


def is_avoided(company: Simulation) -> bool:
    """Whether nothing unsolicited goes out in this minute."""
    policy = company.app.rules.policy
    return company.clock.now().astimezone(policy.zone).minute in policy.sending.avoid_minutes


def written(path: Path) -> Path:
    path.write_text(path.name, "utf-8")
    return path


def words(shown: Shown) -> str:
    buttons = " ".join(f"[{label}]" for label, _ in shown.buttons)
    return f"{shown.text}\n{buttons}" if buttons else shown.text


def steps(block: str) -> list[Step]:
    """A block as steps. Raises ValueError for a line that is none of those above."""
    taken: list[Step] = []
    for line in block.rstrip("\n").split("\n"):
        if line.startswith("  ") or not line:
            if taken[-1].answers:
                to, text = taken[-1].answers[-1]
                taken[-1].answers[-1] = (to, f"{text}\n{line[2:]}")
            else:
                taken[-1].line["text"] += f"\n{line[2:]}"
        elif heard := TOLD.fullmatch(line):
            taken[-1].answers.append((heard[1] or taken[-1].speaker, heard[2]))
        else:
            taken.append(step_of(line, taken[-1].speaker if taken else ""))
    return taken


def step_of(line: str, speaker: str) -> Step:
    if later := LATER.fullmatch(line):
        return Step({"advance": later[1] + {"天": "d", "小时": "h", "分钟": "m"}[later[2]]}, speaker)
    if until := UNTIL.fullmatch(line):
        return Step({"at": f"2026-{int(until[1]):02}-{int(until[2]):02}T{until[3]}:00+08:00"}, speaker)
    person, colon, text = line.partition(":")
    if not colon:
        raise ValueError(f"what is this line? {line!r}")
    if person.endswith("发文件"):
        return Step({"as": person[:-3], "file": text}, person[:-3])
    if person.endswith("点"):
        return Step({"as": person[:-1], "tap": text}, person[:-1])
    return Step({"as": person, "text": text}, person)
