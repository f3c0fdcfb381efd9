"""Replaying a flow of 20 steps from its journal in memory: what taking up a conversation again costs.

A step is a query that recorded a deal and a question that was answered with words as they were understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.company import NOW
from bot.access import Speaker
from bot.conversation import Entry, Execute, Execution, Flow, Query, Waiting
from bot.conversation.messages import Message
from bot.turn.opening import Opening, Talk
from config import policy as policies
from config.policy import Policy
from nlu.understanding import Understanding
from sales.deals import DealFact

REP = Speaker(1, "小周", "rep", 1)
STEPS, ROUNDS = 20, 500
DEAL = DealFact(1, 1, "苏州恒瑞电子有限公司", 1, "小周", "仓储系统", 36_000_000, "quote", NOW, NOW, 1, 1, None)
SAID = Understanding(
    "log_followup",
    0.97,
    {"customer": DEAL.customer, "contact": "李总", "objection": ["price"], "next_time": "2026-11-25T14:00:00+08:00"},
    {"customer": [2, 4], "contact": [4, 6]},
    "刚跟恒瑞李总打完电话,他嫌价格高,周三下午我再去一趟",
)


async def twenty_steps(talk: Talk, opening: Opening) -> None:
    for step in range(STEPS):
        deal = await talk.query(f"deal{step}", lambda session: DEAL)
        await talk.ask(f"question{step}", f"{deal.customer}第 {step} 步怎么样?", ["好", "不好"])
    await talk.ask("last", "还有吗?")


FLOW = Flow("twenty_steps", version=1, run=twenty_steps)


class Memory:
    """Effects without a database."""

    def query(self, operation: Query[Any]) -> Any:
        return operation.query(None)

    def execute(self, operation: Execute[Any]) -> Any:
        return operation.effect(None, REP)

    def say(self, message: Message) -> None:
        return None

    def now(self) -> datetime:
        return NOW


def measure() -> Mapping[str, str]:
    """Milliseconds a replay."""
    policy = policies.load()
    journal = _told(policy)
    seconds = [_replay(journal, policy) for _ in range(ROUNDS)][ROUNDS // 10 :]
    return {
        f"replay of {STEPS} steps ({len(journal)} journal entries), median": f"{median(seconds) * 1000:.2f} ms",
        "slowest in a hundred": f"{sorted(seconds)[len(seconds) * 99 // 100] * 1000:.2f} ms",
    }


def _told(policy: Policy) -> list[Entry]:
    """The journal when every question but the last is answered."""
    opening = Opening(REP, NOW, SAID.text, SAID)
    execution, effects = Execution.open(FLOW, opening, policy), Memory()
    waiting = execution.resume(effects)
    for _ in range(STEPS):
        assert waiting is not None
        waiting = execution.answer(waiting, SAID, effects)
    execution.close()
    return execution.journal


def _replay(journal: list[Entry], policy: Policy) -> float:
    began = perf_counter()
    execution = Execution(FLOW, list(journal), REP, policy)
    waiting = execution.resume(Memory())
    seconds = perf_counter() - began
    assert isinstance(waiting, Waiting) and waiting.operation.key == "last"
    execution.close()
    return seconds
