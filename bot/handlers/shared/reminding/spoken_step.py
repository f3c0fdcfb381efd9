"""The next step that was just recorded or shown, which a reminder may be about: 提前一天提醒我, 我也去,三点提醒我."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.handlers.shared.named_time import DAY_STARTS
from bot.turn.opening import Opening
from bot.turn.references import topic
from bot.wording.reminders import event_lead
from config.policy import Policy
from nlu.time.times import find_times
from sales import followup_history, slot_values

AHEAD = re.compile(r"提[前早](?!到)")
NO_TEXT = re.compile(  # what is left of words that say nothing of what is to be done
    r"(?:[,,、 ]|不|那|就|对了|也|我|要|再|还|去|来|跟|带|到|时候|开始|一下"
    r"|提[前早].{0,3}?(?:天|小时|钟头|分钟|刻钟?|周)|提前)*"
)


@dataclass(frozen=True)
class Step:
    """What is to be done for a customer, at an instant or on a day."""

    customer_id: int
    customer: str
    action: str
    at: datetime | None = None
    on: date | None = None

    def ahead(self, lead: timedelta, policy: Policy) -> datetime | None:
        """So long before the step; a step without an hour is taken to be at nine. None if it has no day."""
        if self.at is not None:
            return self.at - lead
        if self.on is None or lead < timedelta(days=1):
            return None
        return datetime.combine(self.on, DAY_STARTS, policy.zone) - lead

    def starts(self, policy: Policy) -> datetime | None:
        """The step itself; one without an hour is taken to be at nine."""
        return self.at or (None if self.on is None else datetime.combine(self.on, DAY_STARTS, policy.zone))

    def words(self, reminded: datetime, policy: Policy) -> str:
        """What to be reminded of then, with the hour of the step."""
        if self.at is None or self.at <= reminded:
            return self.action
        return f"{event_lead(self.at.astimezone(policy.zone), reminded.astimezone(policy.zone))}{self.action}"


def says_nothing(what: str) -> bool:
    """Whether words for what to be reminded of say nothing of it (不, 也去, 那就, 提前一天)."""
    return NO_TEXT.fullmatch(what) is not None


def lead_of(text: str, now: datetime) -> timedelta | None:
    """How long before the step the person wants to be reminded (提前一天); None if they do not say."""
    said = AHEAD.search(text)
    if said is None:
        return None
    for time in find_times(text[said.end() :], now):
        length = slot_values.duration({"duration": time.duration})
        if length is not None and time.start == 0:
            return length
    return None


def step_spoken_of(session: Session, opening: Opening) -> Step | None:
    """The coming step of the deal under discussion; None if there is none."""
    about = topic.last(session, opening.run, opening.at)
    if about is None or about.deal_id is None:
        return None
    last = followup_history.latest_of_deals(session, [about.deal_id], outcome_not="no_answer").get(about.deal_id)
    if last is None or not (last.next_at or last.next_on):
        return None
    return Step(about.customer_id, about.customer, last.next_action or "跟进", last.next_at, last.next_on)
