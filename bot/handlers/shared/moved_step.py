"""An appointment that a customer moved (推到周六了, 又改期 说15号): what was promised them, at the new time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from sqlmodel import Session

from bot.handlers.shared.followup_record import Subject
from bot.turn.opening import Opening, Talk
from nlu.statements import appointments
from nlu.understanding import Understanding
from sales import slot_values, tasks
from sales.followups import FollowUpDraft
from sales.scope import Scope
from sales.tasks import Step

TOLD_LATE = timedelta(days=1)  # a move may be told a day after the appointment


async def moved_step(
    talk: Talk, opening: Opening, subject: Subject, report: Understanding, draft: FollowUpDraft
) -> FollowUpDraft | None:
    """The draft with the promised step at its new time; None where the report moves none, or nothing was promised."""
    zone = talk.policy.zone
    moved = appointments.moved(report, opening.at.astimezone(zone))
    if moved is None:
        return None
    step = await talk.query("promised", promised, talk.speaker, subject, opening.at - TOLD_LATE, zone)
    if step is None:
        return None
    at, on = step.next_at and step.next_at.astimezone(zone), step.next_on
    by = slot_values.duration({"duration": moved.by})
    if by is not None:
        at, on = at and at + by, on and on + by
    else:
        new = FollowUpDraft(next_at=at, next_on=on).correct(replace(draft, said=report.text))
        at, on = new.next_at, new.next_on
    what = moved.what or step.next_action
    return replace(draft, contacts=draft.contacts or step.contacts, next_action=what, next_at=at, next_on=on)


def promised(session: Session, scope: Scope, subject: Subject, since: datetime, zone: tzinfo) -> Step | None:
    """The step that is promised the subject, the last of several."""
    deal = subject.deal.id if subject.deal is not None else None
    steps = [one for one in tasks.promised(session, scope, since, zone) if one.customer_id == subject.customer_id]
    return max((one for one in steps if one.deal_id in (None, deal)), key=lambda one: one.followup_id, default=None)
