"""谁踩线了, 小周违规了几次, 我踩线了几次: what people whom one leads, or oneself, said that may not be."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Flow, Phrase
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import drills as drills_wording
from bot.wording.coaching import findings as wording
from coaching import drills
from coaching.practice import findings
from coaching.practice.findings import Finding
from nlu.drills import asking

LATELY = timedelta(days=30)  # looked through where no time is named


async def show_findings(talk: Talk, opening: Opening) -> None:
    zone = talk.policy.zone
    now = opening.at.astimezone(zone)
    whose = asking.whose_findings(opening.text) or ""
    days = asking.days(opening.text, now)
    if days is None:
        since, until, span = opening.at - LATELY, opening.at + timedelta(seconds=1), wording.LATELY
    else:
        after = days.last + timedelta(days=1)
        since, until = (datetime.combine(day, time.min, zone) for day in (days.first, after))
        span = drills_wording.span(days.first, days.last, now.date())
    member_id = talk.speaker.member_id if not (talk.speaker.leads or whose) or whose == asking.OWN else None
    if whose and whose != asking.OWN:
        member = await colleague_meant(talk, whose, drills_wording.WHOSE)
        if member is None:
            return
        if not await talk.query("may_see", may_see, talk.speaker, member.id):
            return await talk.say(drills_wording.NOT_YOURS_TO_SEE)
        member_id = member.id
    found = await talk.query("findings", found_of, talk.speaker, since, until, member_id)
    is_own = member_id == talk.speaker.member_id
    name = "" if is_own or member_id is None else whose
    await talk.say(wording.findings(found, span, name, now, zone, is_own=is_own))


def may_see(session: Session, speaker: Speaker, member_id: int) -> bool:
    """Whether the speaker may see how this member practises."""
    return drills.may_see(session, speaker.members, member_id)


def found_of(
    session: Session, speaker: Speaker, since: datetime, until: datetime, member_id: int | None
) -> tuple[Finding, ...]:
    """What the people whom the speaker leads said that may not be, or only this member of them."""
    found = findings.found(session, speaker.members, since, until)
    return tuple(one for one in found if member_id is None or one.member_id == member_id)


FLOW = Flow(
    "show_findings",
    version=1,
    starts=(Phrase("asks who broke a rule", asking.asks_findings),),
    roles=ANY_MEMBER,
    run=show_findings,
    only_answers=True,
)
