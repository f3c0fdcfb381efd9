"""Durable conversations: a flow is a coroutine replayed from its journal, so it survives restarts and moves between
machines.

In: a `Flow`, its journal (JSON), and `Effects` that say how operations act on the world. Out: what the run waits for,
and the journal with what was answered. It knows nothing of sales, members, policy or language: `Talk` is generic over
its speaker and over the rules it hands on.
"""

from __future__ import annotations

from bot.conversation.flow import Command, Flow, Intent, Phrase
from bot.conversation.journal import (
    SILENCE,
    Drifted,
    Entry,
    back_to,
    before_last_answer,
    decode,
    encode,
    first_step,
    standing,
)
from bot.conversation.operations import (
    Ask,
    Asked,
    Call,
    Claims,
    Execute,
    Failed,
    Job,
    Keeps,
    NotAnAnswer,
    Parse,
    Query,
    Spoken,
    all_read_by,
)
from bot.conversation.runner import Effects, Execution, RealIO, RepeatedKey, Waiting
from bot.conversation.talk import Talk
from bot.conversation.types import NotRecordable

__all__ = [
    "SILENCE",
    "Ask",
    "Asked",
    "Call",
    "Claims",
    "Command",
    "Drifted",
    "Effects",
    "Entry",
    "Execute",
    "Execution",
    "Failed",
    "Flow",
    "Intent",
    "Job",
    "Keeps",
    "NotAnAnswer",
    "NotRecordable",
    "Parse",
    "Phrase",
    "Query",
    "RealIO",
    "RepeatedKey",
    "Spoken",
    "Talk",
    "Waiting",
    "all_read_by",
    "attachments",
    "back_to",
    "before_last_answer",
    "decode",
    "encode",
    "first_step",
    "messages",
    "standing",
    "types",
]
