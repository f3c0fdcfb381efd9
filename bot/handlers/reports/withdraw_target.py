"""A target of somebody, or of a team, is taken back. 撤掉张伟12月的目标 / 把小周的目标取消"""

from __future__ import annotations

from sqlmodel import Session

from bot.access import LEADERS
from bot.conversation import Flow, Phrase
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.handlers.shared.asking import targets as asked_for
from bot.turn.asking import View
from bot.turn.asking.spans import period_of
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.reports import targets as wording
from nlu.asking import figures
from sales.teamwork import people, targets
from sales.teamwork.targets import Aim

TARGETS_MET = "targets_met"  # the conversation that it goes on from


async def withdraw_target(talk: Talk, opening: Opening) -> None:
    today = opening.at.astimezone(talk.policy.zone).date()
    view = await talk.query("view", view_meant, talk.speaker, talk.policy, opening, TARGETS_MET)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    aim, period = await talk.query("aim", aim_of, view), period_of(view)
    assert period is not None
    if aim is None:
        return await talk.say(wording.WHOSE_TO_WITHDRAW)
    gone = await talk.execute("withdraw", targets.withdraw_target, aim, period, opening.at)
    if isinstance(gone, Stale):
        return await talk.say(wording.NOT_LED)
    if gone is None:
        return await talk.say(wording.none_to_withdraw(aim.name, period, today))
    await talk.say(wording.withdrawn(gone, period, today), [undo_button(opening.run)], kind="receipt")
    for to in await talk.query("to", asked_for.whom_to_tell, gone):
        if to != talk.speaker.id:
            await talk.say(wording.told_withdrawn(opening.speaker.name, gone, period, today), to=to)


def aim_of(session: Session, view: View) -> Aim | None:
    """Whose target a view is of; None where it is of nobody in particular."""
    if view.member_id is not None:
        member = people.get(session, view.member_id)
        return Aim(member.name, None, member_id=member.id) if member is not None else None
    team = people.team_name(session, view.team_id)
    return Aim(team, None, team_id=view.team_id) if team is not None else None


FLOW = Flow(
    "withdraw_target",
    version=1,
    starts=(Phrase("withdraws_target", figures.withdraws_target),),
    roles=LEADERS,
    run=withdraw_target,
    title="撤掉目标",
)
