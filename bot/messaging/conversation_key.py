"""Whose conversation a row is about, as text: the key of the conversation table. The format never changes."""

from __future__ import annotations

from dataclasses import dataclass


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
