"""Telling whoever was shown an item lately that it changed or went: each once, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.turn.opening import Talk
from bot.wording.library import upkeep as wording
from config.policy import Policy
from knowledge.trust import shown
from knowledge.trust.care import ScriptFact


async def tell_changed(talk: Talk, fact: ScriptFact, words: str, people: Sequence[int]) -> None:
    """Say what the item says now."""
    for member_id in people:
        text = wording.tell_changed(fact.title, words)
        await talk.say(text, [wording.look_button(fact.code)], kind="receipt", to=member_id)


async def tell_retired(talk: Talk, titles_of: Sequence[tuple[int, tuple[str, ...]]]) -> None:
    """Say which items (of each member's, their titles) are not to be used any more."""
    for member_id, titles in titles_of:
        await talk.say(wording.tell_retired(titles), kind="receipt", to=member_id)


def who_saw(
    session: Session, policy: Policy, facts: Sequence[ScriptFact], but_not: int, now: datetime
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Who was shown some of the items lately, with the titles of those, but not this member."""
    pairs = [(fact.code, fact.title) for fact in facts]
    found = shown.titles_by_member(session, pairs, policy.library.told_since(now))
    return tuple((member_id, titles) for member_id, titles in found.items() if member_id != but_not)
