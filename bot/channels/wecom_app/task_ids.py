"""Ids of cards: WeCom refuses one that it has seen, tells a repeat by it, and names it when the card is tapped.

So it is the same however often a message is sent, another when its card is updated or goes out once more marked as a
repeat, and of a card that another database has sent (whose messages have the same numbers) it is known that it is none
of ours.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from bot.messaging.taps import LARGEST_NUMBER

TASK = re.compile(r"(\d{1,15})-([0-9a-f]{8})(?:@[0-9a-f]{8})?", re.ASCII)


def task_id(outbox_id: int, at: datetime, change: str = "") -> str:
    """The id of the card of this message, written at `at`; and of what it becomes by this change."""
    changed = f"@{_digest(change)}" if change else ""
    return f"{outbox_id}-{_digest(f'{outbox_id} {at.timestamp():.6f}')}{changed}"


def message_of(task: str) -> int | None:
    """The message whose card it may be; None for what is no card of ours."""
    found = TASK.fullmatch(task)
    return int(found[1]) if found and int(found[1]) <= LARGEST_NUMBER else None


def is_of(task: str, outbox_id: int, at: datetime) -> bool:
    """Whether it is the card of this message."""
    return task.partition("@")[0] == task_id(outbox_id, at)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:8]
