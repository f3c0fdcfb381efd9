"""What words answer to the newest message, where that is a nudge, an alert or the offer to be reminded: 打过了, 别催了,
知道了, 好."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.messaging import offers
from bot.messaging.offers import OfferRow
from bot.wording.offers import Acknowledge, CancelReminder, LogFollowup, PlanStep, Snooze
from nlu import replies

FRESH = timedelta(hours=1)  # how long a nudge is answered so
NOTED = timedelta(hours=24)  # and an alert


@dataclass(frozen=True)
class Answers:
    """The choices (their places) that the words mean; () where there is nothing to do but to say so. `what`: done or
    stop, of a nudge; yes or no, to being reminded."""

    what: str
    places: tuple[int, ...] = ()


def answer_to(
    session: Session, conversation_id: int, offer: OfferRow | None, text: str, now: datetime
) -> Answers | None:
    """What the words answer to the newest message `offer`; None if they are no such answer."""
    if offer is None or not offer.choices:
        return None
    if offer.choices[0].get("opens") == PlanStep.flow:
        agreed = replies.wants_reminder(text)
        return None if agreed is None else Answers("yes", (0,)) if agreed else Answers("no")
    if (noted := _opening(offer.choices, Acknowledge.flow)) and replies.takes_note(text):
        alert = offers.newest_of_kind(session, conversation_id, "alert", now - NOTED)
        return Answers("done", noted) if alert is not None and alert.choices == offer.choices else None
    said = replies.nudge_answer(text)
    nudge = offers.newest_of_kind(session, conversation_id, "nudge", now - FRESH) if said else None
    urges = any(choice.get("opens") in (LogFollowup.flow, Snooze.flow) for choice in offer.choices)
    if said is None or nudge is None or nudge.choices != offer.choices or not urges:
        return None  # an order of a leader's has its own answers
    return Answers(said, _opening(offer.choices, LogFollowup.flow) if said == "done" else _stopping(offer.choices))


def proposing(offer: OfferRow | None, flow: str) -> Mapping[str, Any] | None:
    """The parameters of the choice of the newest message that opens `flow`; None if there is none."""
    found = _opening(offer.choices, flow) if offer is not None else ()
    return offer.choices[found[0]].get("params") or {} if offer is not None and found else None


def _opening(choices: Sequence[Mapping[str, Any]], flow: str) -> tuple[int, ...]:
    return tuple(place for place, choice in enumerate(choices) if choice.get("opens") == flow)


def _stopping(choices: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """A reminder that repeats is taken away, a deal put off; one that came once is over."""
    off = [place for place in _opening(choices, Snooze.flow) if "deal" in (choices[place].get("params") or {})]
    return _opening(choices, CancelReminder.flow) or tuple(off)
