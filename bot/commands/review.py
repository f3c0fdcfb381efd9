"""`nlu review`, `nlu accept`, `nlu drop`, `nlu train`: a person decides what the understanding learns from its use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from bot import learning
from storage.engine import Database

WHY = {
    "chosen": "没听懂,让人选了",
    "corrected": "记完又改了",
    "undone": "记完又撤回了",
    "filled": "没听出来,追问才填上",
}


def review(db: Database) -> Iterator[str]:
    """A line for each candidate, and how to go on."""
    with db.read() as session:
        candidates = learning.waiting(session)
    if not candidates:
        yield "没有待看的句子。"
        return
    for one in candidates:
        right = f",应当是 {one.right}" if one.right else ""
        note = f",{one.note}" if one.note else ""
        yield f"{one.id}. {one.text}"
        yield f"   {WHY.get(one.why, one.why)}:当时听成 {one.meant}({one.confidence:.2f}){right}{note}"
    yield "收下:nlu accept 编号 [--intent 意思] [--text 标好的句子];不要:nlu drop 编号;都看完后:nlu train"


def accept(db: Database, number: int, intent: str | None, text: str | None, file: Path) -> str:
    with db.write() as session:
        example = learning.accept(session, number, intent, text, file)
    return f"收下了:{example}\n重新训练后生效:nlu train"


def drop(db: Database, number: int) -> str:
    with db.write() as session:
        learning.drop(session, number)
    return f"第 {number} 条不学。"


def train(cache: Path, file: Path) -> str:
    """Learn from the shipped data and what was accepted here. A running bot takes it up when it is started again."""
    from nlu.engine import load_engine

    began = perf_counter()
    load_engine(cache, file)
    return f"训练好了({perf_counter() - began:.1f} 秒),重启销伴后生效。"
