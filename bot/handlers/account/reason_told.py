"""The reason for what was just decided by a button goes to whoever was told of it: 再给两天 … 马总出差了,周五回来.

It is no record: that it may become by one tap.
"""

from __future__ import annotations

from bot.access import LEADERS
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice, SaidWords
from bot.turn.opening import Opening, Talk
from bot.turn.questions import reasons
from bot.wording import teamwork
from sales.teamwork import people

REPORT = "log_followup"


async def reason_told(talk: Talk, opening: Opening) -> None:
    about = await talk.query("about", reasons.decided_before, opening.run, opening.at)
    to = await talk.query("to", people.get, about[1]) if about is not None else None
    if about is None or to is None:
        return await talk.say(teamwork.NO_REASON)
    words = opening.text.strip()
    await talk.say(teamwork.reason_to(talk.speaker.name, about[0], words), kind="receipt", to=to.id)
    record = Choice("记成跟进", opens=SaidWords(REPORT, words))
    await talk.say(teamwork.reason_told(about[0], to.name), [record])


FLOW = Flow("reason_told", version=1, starts=(Intent("reason_told"),), roles=LEADERS, run=reason_told)
