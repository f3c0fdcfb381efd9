"""以后发我企业微信 / 提醒发到哪: where a member wants to be written to unasked. Answers go where they were asked."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.admin import invitations
from bot.conversation import Flow, Phrase
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.admin import addresses as wording
from bot.wording.buttons import undo_button
from nlu import leading


async def preferred_address(talk: Talk, opening: Opening) -> None:
    wanted = leading.prefers(opening.text)
    theirs = await talk.query("addresses", invitations.addresses, talk.speaker.member_id)
    seen = [address.channel for address in theirs if address.seen]
    if wanted is None:
        return await talk.say(wording.listed(seen, next((each.channel for each in theirs if each.preferred), None)))
    now = await talk.now()
    chosen = await talk.execute("prefer", invitations.prefer, wanted, now)
    if isinstance(chosen, Stale):
        return await talk.say(chosen.text)
    if chosen is None and wanted:
        return await talk.say(wording.not_there(wanted[0]))
    text = wording.OWN if chosen is None else wording.preferred(chosen, seen)
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


FLOW = Flow(
    "preferred_address",
    version=1,
    starts=(
        Phrase("says where to be written to", leading.says_where),
        Phrase("asks where they are written to", leading.asks_where),
    ),
    roles=ANY_MEMBER,
    run=preferred_address,
    title="在哪儿收消息",
)
