"""我的陪练, 看小周的陪练, 陪练排名: how one has practised, or the people one leads have."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Command, Flow, Phrase
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import drills as wording
from bot.wording.offers import DrillHistory
from coaching import drills
from coaching.drills import DrillFact
from coaching.practice import counted
from coaching.practice.counted import Between, Practice, TeamPractice
from nlu import drills as words
from nlu.drills import asking, deciding
from nlu.drills.asking import Days
from sales.teamwork import people

SHOWN = 8
REPS = ("rep", "new_hire")  # roles of who practises
OWN = frozenset({"", "我", "我的", "自己", "本人"})
ALL = frozenset({"大家", "团队", "全组", "组里", "新人", "所有人", "我们组", "我的团队", "全公司", "公司"})


async def drill_history(talk: Talk, opening: Opening) -> None:
    offer, zone = DrillHistory.of(opening.params), talk.policy.zone
    if words.asks_ranking(opening.text) and offer.member is None:
        if not talk.policy.drills.ranking and not talk.speaker.leads:
            return await talk.say(wording.NO_RANKING, [wording.OWN])
        everybody = await talk.query("ranking", ranked, talk.speaker, everywhere=talk.policy.drills.ranking)
        return await talk.say(wording.ranking(everybody, talk.speaker.member_id))
    if talk.speaker.leads and offer.member is None and await of_people(talk, opening):
        return
    whose = words.whose_history(opening.text) or deciding.practised_by(opening.text) or ""
    if talk.speaker.leads and offer.member is None and (whose in ALL or not opening.text):
        found = await talk.query("team", team, talk.speaker)
        return await talk.say(wording.team(found, opening.at, zone), wording.team_buttons(found))
    member_id, name = offer.member or talk.speaker.member_id, None
    if offer.member is None and whose not in OWN:
        member = await colleague_meant(talk, whose, wording.WHOSE)
        if member is None:
            return
        member_id, name = member.id, member.name
    drilled = await talk.query("drills", of_member, talk.speaker, member_id)
    if drilled is None:
        return await talk.say(wording.NOT_YOURS_TO_SEE)
    is_own = member_id == talk.speaker.member_id
    name = None if is_own else (drilled[0].member if drilled else name or "")
    await talk.say(wording.history(drilled, name, opening.at, zone), wording.history_buttons(drilled, is_own=is_own))


async def of_people(talk: Talk, opening: Opening) -> bool:
    """Whether it was asked how the people practise whom the speaker leads, or a team of them, in a time; it is said."""
    zone = talk.policy.zone
    now = opening.at.astimezone(zone)
    about = deciding.of_team(opening.text) or ("idle" if asking.asks_idle(opening.text) else None)
    days, named = asking.days(opening.text, now), asking.team_named(opening.text)
    between = instants(days, zone) if days is not None else None
    span = wording.span(days.first, days.last, now.date()) if days is not None else ""
    if asking.by_team(opening.text):
        teams = await talk.query("teams", drills_by_team, talk.speaker, between)
        await talk.say(wording.teams(teams, span))
        return True
    if about is None and named is None:
        return False
    team_id = None
    if named is not None:
        found = await talk.query("team_named", people.team_called, named)
        if found is None:
            await talk.say(wording.no_team(named))
            return True
        named, team_id = found
        about = about or ("average" if "平均" in opening.text else "idle" if "没" in opening.text else "practised")
    practised = await talk.query("practised", team, talk.speaker, team_id, between)
    idle = await talk.query("idle", people_idle, talk.speaker, team_id, between)
    if team_id is not None and not practised and not idle:
        await talk.say(wording.not_your_team(named or ""))
        return True
    head = f"{named or ''}{span}"
    text = wording.team_about(about or "practised", practised, idle, opening.at, zone, head)
    await talk.say(text, wording.team_buttons(practised))
    return True


def instants(days: Days, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The time from the beginning of the first of these days to the end of the last."""
    first, after = (datetime.combine(day, time.min, zone) for day in (days.first, days.last + timedelta(days=1)))
    return first, after


def drills_by_team(session: Session, speaker: Speaker, between: Between) -> tuple[TeamPractice, ...]:
    """How the teams practise whose people the speaker leads."""
    return counted.by_team(session, speaker.members, REPS, between)


def of_member(session: Session, speaker: Speaker, member_id: int) -> tuple[DrillFact, ...] | None:
    """Somebody's latest drills; None where the speaker may not see them."""
    if not drills.may_see(session, speaker.members, member_id):
        return None
    return drills.latest(session, member_id, SHOWN)


def team(
    session: Session, speaker: Speaker, team_id: int | None = None, between: Between = None
) -> tuple[Practice, ...]:
    """How the people whom the speaker leads practised, or those of a team."""
    return counted.practice(session, speaker.members, team_id, between)


def people_idle(session: Session, speaker: Speaker, team_id: int | None, between: Between) -> tuple[str, ...]:
    """Who of the people whom the speaker leads, or of a team, has not practised."""
    return counted.idle(session, speaker.members, REPS, team_id, between)


def ranked(session: Session, speaker: Speaker, *, everywhere: bool) -> tuple[Practice, ...]:
    """Who scores best: in the whole company, or among the people whom the speaker leads."""
    return counted.practice(session, None if everywhere else speaker.members)


FLOW = Flow(
    "drill_history",
    version=1,
    starts=(
        Command("我的陪练"),
        Phrase("asks for drills held", words.asks_results),
        Phrase("asks how people practise", deciding.asks_practice),
        Phrase("asks how teams practise", asking.asks_practice),
    ),
    roles=ANY_MEMBER,
    run=drill_history,
    title="看陪练记录",
    only_answers=True,
    offer=DrillHistory,
)
