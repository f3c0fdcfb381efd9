"""A report in the name of a colleague (帮小王记一下,…) is never logged on one's own customer.

A leader's is logged on the colleague's deal. Anybody else's is the colleague's to log: the words can be passed on.
"""

from __future__ import annotations

from dataclasses import replace

from bot.access import LEADERS
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.handlers.shared.leading.telling import tell_colleagues
from bot.turn.opening import Opening, Talk
from nlu import leaders
from sales import slot_values


async def own_report(talk: Talk, opening: Opening) -> Opening | None:
    """The opening, without the colleague among the customer's contacts; None where the report was not the speaker's to
    log, which has been said."""
    report = leaders.for_colleague(opening.text) if not opening.params else None
    if report is None:
        return opening
    if opening.speaker.role in LEADERS:
        return without_colleague(opening, report.whom)
    whom = report.whom
    question = f"{whom}的客户要本人记,我不记到你名下。要我把这句话转给{whom}吗?"
    if not report.rest:
        await talk.say(f"{whom}的客户要本人记,我不记到你名下。有话要转告,说「转告{whom}……」。")
        return None
    choices = [Choice("转告", True), Choice("不用", False)]
    if not await talk.ask("pass_on", question, choices):
        await talk.say("好,没记。")
        return None
    to = await colleague_meant(talk, None if whom == "同事" else whom, "转给哪位同事?发我名字就行。")
    if to is not None:
        message = without_colleague(opening, whom)
        slots = {key: value for key, value in message.understanding.slots.items() if key == "customer"}
        asked = replace(message, understanding=replace(message.understanding, slots=slots))
        await tell_colleagues(talk, asked, (to,), f"{report.rest}(记得报一下跟进)")
    return None


def without_colleague(opening: Opening, whom: str) -> Opening:
    """The opening with the colleague taken out of the contacts."""
    understanding = opening.understanding
    contacts = [name for name in slot_values.words(understanding.slots, "contact") if name != whom]
    slots = {key: value for key, value in understanding.slots.items() if key not in ("contact", "person")}
    return replace(
        opening, understanding=replace(understanding, slots={**slots, **({"contact": contacts} if contacts else {})})
    )
