"""Learning from use: what a person corrected, undid or had to choose becomes a candidate for the training data.

Only with the person's consent to keeping what they say, and with names replaced by stand-ins: 宏远 becomes
[某客户](customer). A reviewer decides on the candidates before anything is learned (`nlu review`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, col, select

from config.files import write_private
from nlu.schema import schema
from nlu.understanding import Understanding
from storage.conversations import Candidate
from storage.people import Identity

LONGEST = 200  # characters of a message that is kept


class NotAccepted(ValueError):
    """Why a candidate cannot be accepted, for a person."""


def notice(
    session: Session,
    member_id: int,
    understood: Understanding,
    why: str,
    now: datetime,
    *,
    right: Understanding | None = None,
    note: str = "",
) -> None:
    """Keep a message that was understood wrongly as a candidate, if its author has consented. `right` is what it means,
    None if that is not known."""
    if understood.text.strip() and len(understood.text) <= LONGEST and _consents(session, member_id):
        session.add(
            Candidate(
                at=now,
                text=without_names(right or understood),
                meant=understood.intent,
                confidence=understood.confidence,
                right=right.intent if right else None,
                why=why,
                note=note,
            )
        )


def without_names(understood: Understanding) -> str:
    """The message as a training example, its names replaced."""
    stand_ins = {slot.name: slot.stand_in for slot in schema().slots.values() if slot.stand_in is not None}
    found = [(start, end, slot) for slot in stand_ins for start, end in understood.spans_of(slot)]
    text = understood.text
    for start, end, slot in sorted(found, reverse=True):
        text = f"{text[:start]}[{stand_ins[slot]}]({slot}){text[end:]}"
    return " ".join(text.split())


def waiting(session: Session) -> Sequence[Candidate]:
    """The candidates that are not reviewed yet, oldest first."""
    return session.exec(select(Candidate).where(col(Candidate.status) == "open").order_by(col(Candidate.id))).all()


def example_of(session: Session, candidate_id: int, intent: str | None, text: str | None) -> tuple[str, str]:
    """A candidate as a training example: its intent and its annotated words, or those given instead. Raises
    NotAccepted."""
    candidate = _open(session, candidate_id)
    right = intent or candidate.right
    if right is None or right not in schema().intents:
        known = "、".join(schema().intents)
        raise NotAccepted(f"先说它的意思是哪一种:--intent(可以是 {known})")
    return right, " ".join((text or candidate.text).split())


def accept(session: Session, candidate_id: int, intent: str) -> None:
    """Mark a candidate as accepted into the training data as `intent`. Raises NotAccepted."""
    candidate = _open(session, candidate_id)
    candidate.status, candidate.right = "accepted", intent
    session.add(candidate)


def drop(session: Session, candidate_id: int) -> None:
    """Mark a candidate as one to learn nothing from. Raises NotAccepted."""
    candidate = _open(session, candidate_id)
    candidate.status = "dropped"
    session.add(candidate)


def append(file: Path, intent: str, example: str) -> None:
    """Append an example to the local data file (in the format of nlu/data), unless it is there already."""
    data: dict[str, Any] = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {"version": "3.1", "nlu": []}
    blocks: list[dict[str, str]] = data["nlu"]
    block = next((block for block in blocks if block["intent"] == intent), None)
    if block is None:
        block = {"intent": intent, "examples": ""}
        blocks.append(block)
    line = f"- {example}\n"
    if line in block["examples"].splitlines(keepends=True):
        return
    block["examples"] += line
    write_private(file, yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode())


def _open(session: Session, candidate_id: int) -> Candidate:
    candidate = session.get(Candidate, candidate_id)
    if candidate is None or candidate.status != "open":
        raise NotAccepted(f"没有待看的第 {candidate_id} 条")
    return candidate


def _consents(session: Session, member_id: int) -> bool:
    agreed = select(Identity.id).where(col(Identity.member_id) == member_id, col(Identity.consented_at).is_not(None))
    return session.exec(agreed.limit(1)).first() is not None
