"""给小周发个邀请码: an administrator gives a colleague a code for an address of theirs, with a picture to scan."""

from __future__ import annotations

from analytics.charts import as_json
from bot.access import ANY_MEMBER
from bot.admin import invitations
from bot.conversation import Flow, Phrase
from bot.conversation.attachments import Chart
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.admin import addresses as wording
from bot.wording.admin import leaving
from bot.wording.buttons import undo_button
from nlu import leading
from sales.teamwork import people
from sales.teamwork.people import MemberFact


async def invite_colleague(talk: Talk, opening: Opening) -> None:
    if not opening.speaker.admin:
        administrators = await talk.query("administrators", people.administrators)
        return await talk.say(wording.only_administrators(administrators))
    named = leading.invited(opening.text)
    found: tuple[MemberFact, ...] = await talk.query("found", people.find, named) if named else ()
    if len(found) == 1 and not found[0].active:
        administrators = await talk.query("admins", people.administrators)
        return await talk.say(leaving.how_back(found[0].name, administrators))
    member = await colleague_meant(talk, named, wording.WHOM)
    if member is None:
        return
    now = await talk.now()
    code = await talk.execute("give", invitations.give, member.id, now)
    if isinstance(code, Stale):
        return await talk.say(code.text)
    ways = await talk.query("ways", invitations.ways_in)
    picture = wording.picture(member.name, code, ways)
    text = wording.invitation(member.name, code, ways)
    shown = (Chart.of(as_json(picture), ""),)
    await talk.say(text, [undo_button(opening.run)], kind="receipt", attachments=shown)


FLOW = Flow(
    "invite_colleague",
    version=1,
    starts=(Phrase("gives a colleague a code", leading.invites),),
    roles=ANY_MEMBER,
    run=invite_colleague,
    title="发邀请码",
)
