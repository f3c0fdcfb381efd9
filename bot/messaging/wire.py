"""The short texts that platforms carry for us and that rows are keyed by: which button was tapped, and whose
conversation it is. Written and read here only; old buttons and rows hold them, so the formats never change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_TAP = 64  # bytes, the least that a platform allows (Telegram's callback_data)
TAP = re.compile(r"[a-z]{1,8}(:[0-9]{1,15}){1,4}")
LARGEST_NUMBER = 2**31 - 1  # of a row: PostgreSQL refuses a statement that asks for a larger one


@dataclass(frozen=True)
class Tap:
    """A button: option `option` of the question at `step` of run `run_id`, or of the offer that message `outbox_id`
    made. On the wire `a:<run>:<step>:<option>` or `o:<message>:<option>`."""

    option: int
    run_id: int | None = None
    step: int | None = None
    outbox_id: int | None = None

    def __str__(self) -> str:
        if self.outbox_id is not None:
            return f"o:{self.outbox_id}:{self.option}"
        return f"a:{self.run_id}:{self.step}:{self.option}"

    @classmethod
    def read(cls, data: str) -> Tap | None:
        """The button that `data` stands for; None if it is none of ours: a platform's client may send anything."""
        if not TAP.fullmatch(data):
            return None
        kind, *parts = data.split(":")
        numbers = [int(part) for part in parts]
        if max(numbers) > LARGEST_NUMBER:
            return None
        match kind, numbers:
            case "a", [run_id, step, option]:
                return cls(option, run_id=run_id, step=step)
            case "o", [outbox_id, option]:
                return cls(option, outbox_id=outbox_id)
        return None


@dataclass(frozen=True)
class ConversationKey:
    """Whose conversation it is: a member's (`m:<id>`), or a stranger's at an address (`a:<channel>:<address>`)."""

    member_id: int | None = None
    channel: str = ""
    address: str = ""

    def __str__(self) -> str:
        return f"a:{self.channel}:{self.address}" if self.member_id is None else f"m:{self.member_id}"

    @classmethod
    def read(cls, key: str) -> ConversationKey:
        """What `str` gave. Raises ValueError for anything else."""
        kind, _, rest = key.partition(":")
        if kind == "m":
            return cls(int(rest))
        channel, colon, address = rest.partition(":")
        if kind != "a" or not colon:
            raise ValueError(f"not a conversation's key: {key!r}")
        return cls(None, channel, address)
