"""帮助 and 你好: what the bot can do for this person, with examples of the person's own customers, and short answers to
how and why (bot/wording/help). Thanks are answered shortly."""

from __future__ import annotations

from bot.access import ANY_MEMBER, LEADERS, SELLERS
from bot.conversation import Command, Flow, Intent, Phrase
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.turn.references.belonging import thanks
from bot.wording import help as words
from bot.wording.buttons import log_button
from bot.wording.offers import Help, MyTasks, ShowTickets
from nlu import questions
from sales import customers
from sales.customers import Sample

TICKETS = Choice("我手上的工单", opens=ShowTickets())
TASKS = Choice("今天我该跟谁", opens=MyTasks())


async def helping(talk: Talk, opening: Opening) -> None:
    role, greets = opening.speaker.role, opening.understanding.intent == "greet"
    if greets and thanks(opening.text):
        return await talk.say("不客气,有跟进随时说。" if role in SELLERS else "不客气,有事随时叫我。")
    sample: Sample | None = await talk.query("sample", customers.sample, talk.speaker)
    answer = (
        None if greets else words.answer(opening.text, talk.policy, sample, leads=role in LEADERS, hears=opening.hears)
    )
    if answer is not None:
        return await talk.say(answer)
    greeting = f"{talk.speaker.name},你好。" if greets else ""
    await talk.say(greeting + words.overview(talk.policy, role, sample), buttons(role))


def buttons(role: str | None) -> list[Choice]:
    """What can be tried at once."""
    return [TASKS, log_button()] if role in SELLERS else [TASKS] if role in LEADERS else [TICKETS]


FLOW = Flow(
    "help",
    version=2,
    starts=(
        Command("帮助"),
        Command("help"),
        Intent("help"),
        Intent("greet"),
        Phrase("stage_limits", questions.asks_stage_limits),
    ),
    roles=ANY_MEMBER,
    run=helping,
    title="看看能做什么",
    only_answers=True,
    offer=Help,
)
