"""For whom an order sets which targets: the people and teams named, those spoken of last, the leader's own team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.turn import asking
from bot.turn.asking.spans import period_said, this_month
from config.policy import Policy
from nlu.asking import targets as words
from nlu.asking.targets import OWN_TEAM, PRONOUN, Said
from sales import slot_values
from sales.period import Period
from sales.teamwork import people
from sales.teamwork.people import Named
from sales.teamwork.targets import Aim, TargetSet

MOST_OFFERED = 5


@dataclass(frozen=True)
class Meant:
    """Who is to sell how much in the days `first` to `last`; nobody where the words name none, whose sum (`amount_fen`,
    分) then waits for a name. `doubtful`: several got one sum. `offered` are names that may be meant."""

    aims: tuple[Aim, ...]
    first: date
    last: date
    amount_fen: int | None = None
    doubtful: bool = False
    offered: tuple[str, ...] = ()

    @property
    def period(self) -> Period:
        """The days."""
        return Period(self.first, self.last)

    def with_amount(self, amount_fen: int) -> Meant:
        """The same, with the sum for those for whom none was said."""
        aims = [replace(aim, amount_fen=amount_fen) if aim.amount_fen is None else aim for aim in self.aims]
        return replace(self, aims=tuple(aims))


def meant(session: Session, speaker: Speaker, policy: Policy, text: str, run: int, at: datetime) -> Meant:
    """What an order means, said after what was answered before the run `run`."""
    here = at.astimezone(policy.zone)
    last = asking.before(session, run, at)
    last = last if last is not None and last.aspect == asking.TARGET_SET else None
    period = (
        period_said(text, here) or (asking.period_of(last) if last is not None else None) or this_month(here.date())
    )
    named = people.named_in(session, text)
    said = words.targets_said(text, [one.words for one in named], here)
    subject = _subject(session, last)
    if said is None or (not said.said and subject is None):
        amount = said.amount if said is not None else words.amount_said(text)
        return Meant((), period.first, period.last, slot_values.fen(amount), offered=_led(session, speaker))
    if not said.said:
        assert subject is not None
        return Meant((replace(subject, amount_fen=slot_values.fen(said.amount)),), period.first, period.last)
    aims = _aims(session, speaker, said.said, named, subject)
    if aims is None:
        amount = next((one.amount for one in said.said if one.amount is not None), None)
        return Meant((), period.first, period.last, slot_values.fen(amount), offered=_led(session, speaker))
    return Meant(aims, period.first, period.last, doubtful=said.doubtful)


def answered(
    session: Session, speaker: Speaker, policy: Policy, asked: Meant, text: str, run: int, at: datetime
) -> Meant:
    """What was meant, now that these words say for whom: with sums of their own, or the one said before."""
    found = meant(session, speaker, policy, f"目标{text}" if words.amount_said(text) else f"给{text}定目标", run, at)
    named = replace(found, first=asked.first, last=asked.last)
    if asked.amount_fen is None or all(aim.amount_fen is not None for aim in found.aims):
        return named
    return replace(named.with_amount(asked.amount_fen), doubtful=len(found.aims) > 1)


def whom_to_tell(session: Session, target: TargetSet) -> tuple[int, ...]:
    """Whose target it is: the member, or who leads the team."""
    if target.member_id is not None:
        return (target.member_id,)
    return tuple(leader.id for leader in people.leaders_of(session, target.team_id or 0))


def _subject(session: Session, last: asking.View | None) -> Aim | None:
    """Whose target was set last."""
    if last is None:
        return None
    if last.member_id is not None:
        member = people.get(session, last.member_id)
        return Aim(member.name, None, member_id=member.id) if member is not None else None
    team = people.team_name(session, last.team_id)
    return Aim(team, None, team_id=last.team_id) if team is not None else None


def _aims(
    session: Session, speaker: Speaker, said: Sequence[Said], named: Sequence[Named], subject: Aim | None
) -> tuple[Aim, ...] | None:
    """Whose target each is; None where it is not known of one of them who is meant."""
    found = list[Aim]()
    for one in said:
        aim = _aim(session, speaker, one, named, subject)
        if aim is None:
            return None
        aim = replace(aim, amount_fen=slot_values.fen(one.amount))
        if one.each and aim.team_id is not None:
            sellers = people.sellers_of(session, aim.team_id)
            found += [Aim(member.name, aim.amount_fen, member_id=member.id) for member in sellers]
        else:
            found.append(aim)
    return tuple(found) or None


def _aim(session: Session, speaker: Speaker, said: Said, named: Sequence[Named], subject: Aim | None) -> Aim | None:
    if said.name == PRONOUN:
        return subject
    if said.name == OWN_TEAM:
        team = None if speaker.sees_all else people.team_name(session, speaker.team_id)
        return Aim(team, None, team_id=speaker.team_id) if team is not None else None
    known = next(one for one in named if one.words == said.name)
    return Aim(known.name, None, known.member_id, known.team_id)


def _led(session: Session, speaker: Speaker) -> tuple[str, ...]:
    """The teams that somebody leads, else their people too: for whom a target may be."""
    if speaker.sees_all:
        return people.team_names(session)[:MOST_OFFERED]
    team = people.team_name(session, speaker.team_id)
    sellers = [member.name for member in people.sellers_of(session, speaker.team_id)] if speaker.team_id else []
    return tuple([team, *sellers] if team is not None else sellers)[:MOST_OFFERED]
