"""A lead that a leader has entered: it goes to whoever's turn it is, or is offered by one tap, as policy says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.access import LEADERS, Speaker
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.passing_on import Passed, handed_over, tell_everybody
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.deals.leads import taker_buttons
from config.policy import Policy
from nlu.leads import How
from sales import leads
from sales.deals import DealFact
from sales.errors import Changed
from sales.leads import Registered, Taker
from sales.teamwork import people

OFFERED = 2  # takers with a button each


async def given_in_turn(
    talk: Talk, opening: Opening, entered: Sequence[DealFact], said: How | None = None, among: tuple[int, ...] = ()
) -> tuple[str, ...]:
    """Give a leader's leads to whoever's turn it is (of the members `among`, where these are named), where the words or
    policy say so; a line for each that went."""
    how = said or talk.policy.leads.assign
    if opening.speaker.role not in LEADERS or how == "manual":
        return ()
    lines: list[str] = []
    for lead in entered:
        part = talk.part(f"given{lead.id}")
        now = await part.now("given_at")
        passed = await part.execute("give", given_on, talk.policy, how, lead.customer_id, now, among)
        if isinstance(passed, Stale):
            continue
        to = await part.query("taker", people.get, passed.done.to_id)
        if to is None:
            continue
        await tell_everybody(part, passed, to, now)
        lines.append(f"{lead.customer}按顺序分给{to.name}了。")
    return tuple(lines)


async def takers_of(talk: Talk, opening: Opening, entered: Sequence[Registered]) -> list[Choice]:
    """Whom a leader may give the lead to that was entered, by one tap."""
    if opening.speaker.role not in LEADERS or len(entered) != 1:
        return []
    found = await talk.query("takers", who_could, talk.speaker, entered[0].deal.owner_id, OFFERED)
    return taker_buttons(entered[0].deal.id, found)


def who_could(session: Session, speaker: Speaker, owner_id: int, most: int) -> tuple[Taker, ...]:
    """Who of the speaker's people could take a deal of this owner, fewest open deals first."""
    return leads.takers(session, speaker.members, {owner_id}, most)


def given_on(
    session: Session,
    by: Speaker,
    policy: Policy,
    how: str,
    customer_id: int,
    now: datetime,
    among: tuple[int, ...] = (),
) -> Passed:
    """Hand a lead to whoever's turn it is: `among` these members; else in the leader's team, or in that of the
    customer's region, where so it is said or there is no other. Raises Changed if nobody's is."""
    teams: tuple[int, ...] = (by.team_id,) if by.team_id is not None else ()
    if how == "by_region" or not teams:
        teams = leads.teams_of_customer(session, customer_id) or teams
    if how != "by_region" and not teams:
        teams = leads.selling_teams(session)
    to_id = leads.next_in_turn(session, teams, among) if teams or among else None
    if to_id is None:
        raise Changed("member", None, "gone")
    return handed_over(session, by, policy, customer_id, to_id, now)
