"""What started the clocks of deals, and when; what did not count, and why. Without a deal it is the rule."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, Speaker
from bot.handlers.shared.leading.spoken_of import alerted, deal_of_topic
from bot.messaging import offers
from bot.turn.opening import Opening, Talk
from bot.turn.references.nudged import FRESH
from bot.wording import help as words
from bot.wording.buttons import log_button
from bot.wording.deals import cadence as wording
from bot.wording.offers import LogFollowup
from sales import customers, deals
from sales.cadence import clock_story
from sales.deals import DealFact
from storage.conversations import Run

MOST = 3  # deals explained at once


async def explain_clocks(talk: Talk, opening: Opening, meant: Sequence[DealFact] | None = None) -> None:
    """Explain the clocks of these deals; of those meant by the newest nudge or alert where none are given."""
    if meant is None:
        meant = await talk.query("meant", deals_meant, talk.speaker, opening)
    stories = [
        found
        for deal in meant[:MOST]
        if (found := await talk.query(f"story{deal.id}", clock_story.story, talk.speaker, deal.id, talk.policy))
    ]
    if not stories:
        sample = await talk.query("sample", customers.sample, talk.speaker)
        leads = opening.speaker.role in LEADERS
        return await talk.say(words.why_reminded(talk.policy, sample, leads=leads))
    buttons = [log_button(deal=stories[0].deal.id)] if len(stories) == 1 else []
    await talk.say("\n".join(wording.clock_lines(talk.policy, story, opening.at) for story in stories), buttons)


def deals_meant(session: Session, speaker: Speaker, opening: Opening) -> tuple[DealFact, ...]:
    """The open deals of the newest nudge or alert, else the one spoken of."""
    found = alerted(session, speaker, opening) if speaker.role in LEADERS or speaker.admin else ()
    if not found:
        conversation = session.get_one(Run, opening.run).conversation_id
        shown = offers.newest_of_kind(session, conversation, "nudge", opening.at - FRESH)
        named = (
            [choice["params"].get("deal") for choice in shown.choices if choice.get("opens") == LogFollowup.flow]
            if shown
            else []
        )
        found = tuple(
            deal for key in dict.fromkeys(named) if key and (deal := deals.get(session, access.deals(speaker), key))
        )
    if not found:
        spoken = deal_of_topic(session, speaker, opening)
        found = (spoken,) if spoken is not None else ()
    return tuple(deal for deal in found if not deal.closed)
