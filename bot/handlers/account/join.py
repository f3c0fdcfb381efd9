"""A stranger with an invitation becomes a member: the code is checked, consent is asked, the address is bound."""

from __future__ import annotations

from bot.admin import invitations
from bot.admin.invitations import Welcome
from bot.conversation import Command, Flow
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording import buttons
from bot.wording.consent import CONSENT


async def join(talk: Talk, opening: Opening) -> None:
    now = await talk.now()
    if talk.speaker.id is not None:
        return await talk.say(f"{talk.speaker.name},你已经加入了,直接说事就行。")
    code = opening.params.get("rest") or await talk.ask("code", "把邀请码发给我就行,一般是 8 位字母数字。")
    welcome = await talk.query("invite", invitations.check, code, now)
    if welcome is None:
        return await talk.say("这个邀请码不对,或者已经用过、过期了。请向管理员再要一个,发「加入 邀请码」给我。")
    choices = [Choice("同意并加入", True), Choice("不同意", False)]
    if not await talk.ask("consent", CONSENT.format(name=welcome.name), choices):
        return await talk.say("好,那先不加入,什么也没有保存到你名下。想好了随时再发邀请码。")
    joined: Welcome | None = await talk.execute("bind", invitations.bind, code, opening.address, now)
    if joined is None:
        return await talk.say("这个邀请码刚刚失效了,请向管理员再要一个。")
    await talk.say(
        f"{joined.name},加入好了。刚跟客户聊完,直接告诉我就行,比如「刚跟李总通完电话,嫌贵,周三再去」。",
        [buttons.HELP],
        kind="receipt",
    )


FLOW = Flow("join", version=1, starts=(Command("加入"), Command("start")), roles=None, run=join)
