"""`nlu review`, `nlu accept`, `nlu drop`, `nlu train`: a person decides what the understanding learns from its use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from bot.admin import feedback
from storage.conversations import Candidate
from storage.engine import Database

WHY = {"chosen": "没听懂,让人选了", "corrected": "记完又改了", "undone": "记完又撤回了"}
HOW = "收下:nlu accept 编号 [--intent 意思] [--text 标好的句子];不要:nlu drop 编号;都看完后:nlu train"
QUESTION = "  收下(y,或写它的意思)、不要(n)、先放着(回车)"


def review(db: Database) -> Iterator[str]:
    """A line for each candidate, and how to go on."""
    with db.read() as session:
        candidates = feedback.waiting(session)
    yield from (line_of(candidate) for candidate in candidates)
    yield HOW if candidates else "没有待看的句子。"


def decide(db: Database, file: Path, ask: Callable[[str], str]) -> Iterator[str]:
    """Go through the candidates with somebody: `ask` shows one and gives the answer."""
    with db.read() as session:
        candidates = feedback.waiting(session)
    for candidate in candidates:
        answer = ask(f"{line_of(candidate)}\n{QUESTION}").strip()
        if not answer or candidate.id is None:
            continue
        try:
            if answer == "n":
                yield drop(db, candidate.id)
            else:
                yield accept(db, candidate.id, None if answer == "y" else answer, None, file)
        except feedback.NotAccepted as why:
            yield str(why)
    yield "看完了。" if candidates else "没有待看的句子。"


def line_of(candidate: Candidate) -> str:
    """A candidate as its reviewer reads it."""
    right = f",应当是 {candidate.right}" if candidate.right else ""
    note = f",{candidate.note}" if candidate.note else ""
    understood = f"{WHY[candidate.why]}:当时听成 {candidate.meant}({candidate.confidence:.2f})"
    return f"{candidate.id}. {candidate.text}\n   {understood}{right}{note}"


def accept(db: Database, number: int, intent: str | None, text: str | None, file: Path) -> str:
    """Take a candidate into the local training data. Raises NotAccepted."""
    with db.read() as session:
        right, example = feedback.example_of(session, number, intent, text)
    feedback.append(file, right, example)  # first: killed in between, it is accepted again and stands there once
    with db.write() as session:
        feedback.accept(session, number, right)
    return f"收下了:{example}。重新训练后生效:nlu train"


def drop(db: Database, number: int) -> str:
    """Nothing is learned from a candidate. Raises NotAccepted."""
    with db.write() as session:
        feedback.drop(session, number)
    return f"第 {number} 条不学。"


def train(cache: Path, file: Path) -> str:
    """Train on the shipped data and on what was accepted here. A running bot uses it when it is started again."""
    from nlu.engine import load_engine

    began = perf_counter()
    load_engine(cache, file)
    return f"训练好了({perf_counter() - began:.1f} 秒),重启销伴后生效。"
