"""What keeps a channel from its platform is noted once for as long as it lasts."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from bot.channels.base import Channel
from bot.channels.troubles import watch


class Troubled:
    """A channel whose troubles come one after the other; then the watching ends."""

    name = "platform"

    def __init__(self, *reasons: str | None) -> None:
        self._reasons = list(reasons)

    def trouble(self) -> str | None:
        if not self._reasons:
            raise asyncio.CancelledError
        return self._reasons.pop(0)


def test_it_is_noted_when_it_comes_and_when_it_changes() -> None:
    channel = Troubled(None, "away", "away", "refused", "refused", None, "refused")
    noted: list[Any] = []
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(watch([cast(Channel, channel)], lambda name, why: noted.append((name, why)), look_seconds=0))
    assert noted == [("platform", "away"), ("platform", "refused"), ("platform", "refused")]
