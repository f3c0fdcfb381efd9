"""What a button carries on its platform and brings back when it is tapped. Written and read here only; buttons in old
messages hold it, so the format never changes.
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
