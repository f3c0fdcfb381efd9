"""What reps asked of the speaker and nobody has answered; of a rep, what they asked themselves. 谁在等我支持 /
小周那个要支持什么"""

from __future__ import annotations

from collections.abc import Mapping

from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.opening import Opening, Talk
from bot.turn.questions import supports
from bot.turn.questions.supports import Support
from bot.wording.offers import AnswerInstruction, AnswerSupport
from bot.wording.overviews import support as wording
from sales import customers, slot_values

FLOW_NAME = "support_waiting"
WITH_BUTTONS = 4


async def support_waiting(talk: Talk, opening: Opening) -> None:
    zone = talk.policy.zone
    if not opening.speaker.leads:
        found = await talk.query("put_by", supports.put_by, talk.speaker.member_id, opening.at)
        asked = [(one.to, one.said.removeprefix(one.by), one.customer, one.at) for one in found]
        return await talk.say(wording.not_answered(asked, opening.at, zone))
    name = slot_values.word(opening.understanding.slots, "person")
    found = await talk.query("put_to", supports.put_to, talk.speaker.member_id, opening.at)
    if name is not None:
        member = await colleague_meant(talk, name, "想看哪位同事的?发我名字就行。")
        if member is None:
            return
        name, found = member.name, tuple(one for one in found if one.by == member.name)
    ids = sorted({one.customer_id for one in found if one.customer_id is not None})
    names = await talk.query("names", customers.short_names, ids) if ids else {}
    text = wording.to_answer([(one.said, one.customer, one.at) for one in found], opening.at, zone, name)
    await talk.say(text, list(dict.fromkeys(answer(one, names) for one in found))[:WITH_BUTTONS])


def answer(one: Support, names: Mapping[int, str]) -> Choice:
    """What answers a request: words about its deal, or to what is to be decided."""
    if one.deal_id is not None:
        return Choice(f"回{one.by}·{names[one.customer_id or 0]}", opens=AnswerSupport(one.deal_id))
    return Choice(f"回{one.by}", opens=AnswerInstruction(one.instruction_id or 0, done=False))


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent(FLOW_NAME), Intent("wishes_of")),
    roles=SALES,
    run=support_waiting,
    title="看等我支持的",
    only_answers=True,
)
