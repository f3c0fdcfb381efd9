"""How fast messages may go to one person: what goes beyond it WeCom drops without a word, so it waits here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.channels.capabilities import Quota


def wait(went: Sequence[datetime], quotas: Sequence[Quota], now: datetime) -> timedelta:
    """How long nothing more may go to somebody to whom messages went at these times; zero: it may go now."""
    newest = sorted(went)
    ends = [
        newest[-quota.messages] + quota.period - now for quota in quotas if len(newest) >= quota.messages
    ]  # once the oldest of as many as are allowed is a period ago
    return max([timedelta(0), *ends])
