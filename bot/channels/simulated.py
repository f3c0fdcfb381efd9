"""A channel without a platform: people are names, what is shown to them is kept as a transcript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.messaging.send_queue import Reach
from bot.messaging.sends import Sending

NAME = "simulated"
REACH = Reach(NAME, recognises_repeats=True)


@dataclass(frozen=True)
class Shown:
    """A message as its reader sees it; `buttons` are (label, data)."""

    at: datetime
    to: str
    kind: str
    text: str
    buttons: Sequence[tuple[str, str]]
    image: str | None

    def as_line(self, zone: ZoneInfo, line: int | None) -> Mapping[str, Any]:
        """The transcript line of the `simulate` contract."""
        return {
            "at": self.at.astimezone(zone).isoformat(),
            "to": self.to,
            "kind": self.kind,
            "text": self.text,
            "choices": [label for label, _ in self.buttons],
            "image": self.image,
            "file": None,
            "line": line,
        }


@dataclass
class Screens:
    """What everybody has been shown, per person, newest last. A repeated id shows once."""

    shown: list[Shown] = field(default_factory=list)
    _ids: set[int] = field(default_factory=set)

    def show(self, sending: Sending, at: datetime) -> None:
        """Keep a message as shown at `at`."""
        if sending.id in self._ids:
            return
        self._ids.add(sending.id)
        pairs = [(button.label, button.data) for button in sending.buttons]
        self.shown.append(Shown(at, sending.address, sending.kind, sending.text, pairs, sending.image))

    def button(self, person: str, label: str) -> str | None:
        """The data of the newest button with this label that was shown to `person`."""
        for message in reversed(self.shown):
            if message.to == person:
                for name, data in message.buttons:
                    if name == label:
                        return data
        return None
