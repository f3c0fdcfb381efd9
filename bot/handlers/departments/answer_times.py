"""How long departments take to answer tickets: leaders ask for their people's, a rep for their own. 财务平均多久回"""

from __future__ import annotations

from datetime import timedelta

from analytics.answer_times import answer_times as times_of
from bot.access import LEADERS, SALES
from bot.conversation import Flow, Phrase
from bot.turn.opening import Opening, Talk
from bot.wording.departments.answer_times import answer_times as said
from nlu import tickets as reading
from nlu.time.times import find_times
from sales import slot_values
from sales.period import Period

DAYS = 30  # looked back where no period is named


async def answer_times(talk: Talk, opening: Opening) -> None:
    now = opening.at.astimezone(talk.policy.zone)
    named = next((time.period for time in find_times(opening.text, now) if time.period), None)
    period = slot_values.period({"period": named}) or Period(now.date() - timedelta(days=DAYS - 1), now.date())
    found = await talk.query("found", times_of, talk.speaker.members, talk.policy, period, opening.at)
    whose = "公司" if opening.speaker.sees_all else "你们组" if opening.speaker.role in LEADERS else "你提"
    asked = reading.departments_asked(opening.text)
    await talk.say(said(talk.policy, whose, period, [one for one in found if not asked or one.department in asked]))


FLOW = Flow(
    "answer_times",
    version=1,
    starts=(Phrase("answer_times", reading.asks_answer_times),),
    roles=SALES,
    run=answer_times,
    title="看部门答复快慢",
    only_answers=True,
)
