"""我的陪练, 看小周的陪练, 陪练排名: how one has practised, or the people one leads have."""

from __future__ import annotations

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Command, Flow, Phrase
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import drills as wording
from bot.wording.offers import DrillHistory
from coaching import drills
from coaching.drills import DrillFact, Practice
from nlu import drills as words
from nlu.drills import deciding

SHOWN = 8
REPS = ("rep", "new_hire")  # roles of who practises
OWN = frozenset({"", "我", "我的", "自己", "本人"})
ALL = frozenset({"大家", "团队", "全组", "组里", "新人", "所有人", "我们组", "我的团队"})


async def drill_history(talk: Talk, opening: Opening) -> None:
    offer, zone = DrillHistory.of(opening.params), talk.policy.zone
    if words.asks_ranking(opening.text) and offer.member is None:
        if not talk.policy.drills.ranking and not talk.speaker.leads:
            return await talk.say(wording.NO_RANKING, [wording.OWN])
        everybody = await talk.query("ranking", ranked, talk.speaker, everywhere=talk.policy.drills.ranking)
        return await talk.say(wording.ranking(everybody, talk.speaker.member_id))
    about = deciding.of_team(opening.text)
    if about is not None and talk.speaker.leads and offer.member is None:
        practised = await talk.query("practised", team, talk.speaker)
        idle = await talk.query("idle", people_idle, talk.speaker)
        return await talk.say(
            wording.team_about(about, practised, idle, opening.at, zone), wording.team_buttons(practised)
        )
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


def of_member(session: Session, speaker: Speaker, member_id: int) -> tuple[DrillFact, ...] | None:
    """Somebody's latest drills; None where the speaker may not see them."""
    if not drills.may_see(session, speaker.members, member_id):
        return None
    return drills.latest(session, member_id, SHOWN)


def team(session: Session, speaker: Speaker) -> tuple[Practice, ...]:
    """How the people whom the speaker leads practised."""
    return drills.practice(session, speaker.members)


def people_idle(session: Session, speaker: Speaker) -> tuple[str, ...]:
    """Who of the people whom the speaker leads has not practised yet."""
    return drills.idle(session, speaker.members, REPS)


def ranked(session: Session, speaker: Speaker, *, everywhere: bool) -> tuple[Practice, ...]:
    """Who scores best: in the whole company, or among the people whom the speaker leads."""
    return drills.practice(session, None if everywhere else speaker.members)


FLOW = Flow(
    "drill_history",
    version=1,
    starts=(
        Command("我的陪练"),
        Phrase("asks for drills held", words.asks_results),
        Phrase("asks how people practise", deciding.asks_practice),
    ),
    roles=ANY_MEMBER,
    run=drill_history,
    title="看陪练记录",
    only_answers=True,
    offer=DrillHistory,
)
