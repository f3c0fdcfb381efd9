"""What the use of the bot teaches its understanding: corrected messages, kept until somebody reviews them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime


class Candidate(SQLModel, table=True):
    """A message that was understood wrongly or not at all. `text` is in the form of the training data, with names put
    back to placeholders; `meant` is the intent it was understood as, `right` the one it should be (None: not known).
    `why`: chosen | corrected | undone. `status`: open | accepted | dropped."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    text: str
    meant: str
    confidence: float
    right: str | None = None
    why: str
    note: str = ""
    status: str = Field(default="open", index=True)
