"""What words answer to the newest message, where that is a nudge, an alert, the offer to be reminded or to give a lead
to somebody: 打过了, 别催了, 知道了, 好, 小周吧."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.messaging import offers
from bot.messaging.offers import OfferRow
from bot.wording.offers import Acknowledge, Assign, CancelReminder, LogFollowup, PlanStep, Snooze
from nlu import replies
from sales import deals
from sales.teamwork import people

FRESH = timedelta(hours=1)  # how long a nudge is answered so
NOTED = timedelta(hours=24)  # and an alert
NAME_ALONE = re.compile(
    r"(?:那|就|还是|先|这条|这个|也|都)*(?:交给|分给|派给|给|让|由)?(?P<name>[\w·]{2,5}?)(?:来跟|跟|去|接)?(?:吧|了|呗)?[。.!！]*"
)


@dataclass(frozen=True)
class Answers:
    """The choices (their places) that the words mean; () where there is nothing to do but to say so. `what`: done or
    stop, of a nudge; yes or no, to being reminded; noted, of an alert."""

    what: str
    places: tuple[int, ...] = ()


def answer_to(
    session: Session, conversation_id: int, offer: OfferRow | None, text: str, now: datetime, named: str | None = None
) -> Answers | None:
    """What the words, without the customer `named` in them, answer to the newest message `offer`; None if they are no
    such answer, or say it of a customer that a nudge is not about."""
    if offer is None or not offer.choices:
        return None
    if offer.choices[0].get("opens") == PlanStep.flow:
        agreed = replies.wants_reminder(text)
        return None if agreed is None else Answers("yes", (0,)) if agreed else Answers("no")
    if named is None and (noted := _opening(offer.choices, Acknowledge.flow)) and replies.takes_note(text):
        alert = offers.newest_of_kind(session, conversation_id, "alert", now - NOTED)
        return Answers("noted", noted) if alert is not None and alert.choices == offer.choices else None
    said = replies.nudge_answer(text)
    nudge = offers.newest_of_kind(session, conversation_id, "nudge", now - FRESH) if said else None
    urges = any(choice.get("opens") in (LogFollowup.flow, Snooze.flow) for choice in offer.choices)
    if said is None or nudge is None or nudge.choices != offer.choices or not urges:
        return None  # an order of a leader's has its own answers
    places = _opening(offer.choices, LogFollowup.flow) if said == "done" else _stopping(offer.choices)
    of_it = (
        places if named is None else tuple(place for place in places if _is_of(session, offer.choices[place], named))
    )
    return Answers(said, of_it) if of_it or named is None else None


def _is_of(session: Session, choice: Mapping[str, Any], customer: str) -> bool:
    """Whether a choice is about a deal of the customer."""
    deal = (choice.get("params") or {}).get("deal")
    return deal is not None and deals.read(session, deal).customer == customer


def taker_named(session: Session, choices: Sequence[Mapping[str, Any]], text: str) -> Assign | None:
    """The offer that the words take of those shown last; None if nobody is named, or nothing was offered."""
    offered = [choice.get("params") or {} for choice in choices if choice.get("opens") == Assign.flow]
    found = NAME_ALONE.fullmatch(text.strip())
    if not offered or found is None or len({params["deal"] for params in offered}) > 1:
        return None
    members = [member for member in people.find(session, found["name"]) if member.active]
    return Assign(offered[0]["deal"], members[0].id) if len(members) == 1 else None


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
