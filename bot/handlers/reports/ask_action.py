"""Questions about the action of the day (啥叫有效动作, 明天要报吗, 我报了没), and whether a day is worked."""

from __future__ import annotations

from bot.access import SELLERS
from bot.conversation import Flow, Phrase
from bot.handlers.shared.named_time import day_named
from bot.turn.opening import Opening, Talk
from bot.turn.references.prompted import most_characters
from bot.wording.reports import daily as wording
from nlu import replies
from sales import daily_actions
from scheduler import day_clock
from scheduler.working_time import WorkingTime


async def ask_action(talk: Talk, opening: Opening) -> None:
    question, policy = replies.action_question(opening.text), talk.policy
    now = opening.at.astimezone(policy.zone)
    day = day_named(opening.text, now, asks_back=question == "asks_own_action")
    works = WorkingTime(policy).is_working_day(day)
    asked_at = day_clock.asked_at(policy, day) if policy.daily_action is not None else None
    if question == "asks_what_counts":
        most = await talk.query("most", most_characters, policy)
        return await talk.say(wording.what_counts(asked_at, most))
    if question == "asks_workday":
        return await talk.say(wording.workday(day, now.date(), works=works))
    if question == "asks_whether_due":
        return await talk.say(wording.whether_due(day, now.date(), asked_at, works=works))
    kept = await talk.query("kept", daily_actions.get, talk.speaker.member_id, day)
    await talk.say(wording.own_action(day, now.date(), kept, works=works))


FLOW = Flow(
    "ask_action",
    version=1,
    starts=(Phrase("ask_action", replies.asks_about_action),),
    roles=SELLERS,
    run=ask_action,
)
