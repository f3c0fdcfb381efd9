"""How a run begins: who speaks, the words and what they were understood as, or an offer's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot import conversation
from bot.access import Speaker
from bot.messaging.inbound import Media
from bot.turn.effects import Stale
from config.policy import Policy
from nlu.understanding import Understanding

Talk = conversation.Talk[Speaker, Policy, Stale]


@dataclass(frozen=True)
class Opening:
    """`speaker` is who spoke then, with the rights they had: what a flow may branch on (see Talk). `run` is its id;
    `address` is where the words came from (channel, address); `hears`: a voice message would be heard then."""

    speaker: Speaker
    at: datetime
    text: str = ""
    understanding: Understanding = field(default_factory=lambda: Understanding("", 0.0, {}, {}))
    params: Mapping[str, Any] = field(default_factory=dict)
    media: Media | None = None
    address: tuple[str, str] | None = None
    run: int = 0
    hears: bool = False

    @property
    def records(self) -> tuple[Understanding, ...]:
        """What was reported, one Understanding for each record in the message."""
        return (replace(self.understanding, more=()), *self.understanding.more)
