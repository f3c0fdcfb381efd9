"""A stranger with an invitation becomes a member: the code is checked, consent is asked, the address is bound."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, SALES, SELLERS, Speaker
from bot.admin import invitations
from bot.admin.invitations import Welcome
from bot.conversation import Command, Flow
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording import buttons
from bot.wording.turn import CONSENT
from config.policy import Policy
from sales import customers
from sales.customers import Sample
from scheduler import day_clock


async def join(talk: Talk, opening: Opening) -> None:
    now = await talk.now()
    if opening.speaker.id is not None:
        return await talk.say(f"{opening.speaker.name},你已经加入了,直接说事就行。")
    code = opening.params.get("rest") or await talk.ask("code", "把邀请码发给我就行,一般是 8 位字母数字。")
    welcome = await talk.query("invite", invitations.check, code, now, opening.address)
    if welcome is None:
        return await talk.say("这个邀请码不对,或者已经用过、过期了。请向管理员再要一个,发「加入 邀请码」给我。")
    choices = [Choice("同意并加入", True), Choice("不同意", False)]
    if not await talk.ask("consent", CONSENT.format(name=welcome.name), choices):
        return await talk.say("好,那先不加入,什么也没有保存到你名下。想好了随时再发邀请码。")
    joined = await talk.execute("bind", bind, talk.policy, code, opening.address, now)
    if joined is None or isinstance(joined, Stale):
        return await talk.say("这个邀请码刚刚失效了,请向管理员再要一个。")
    await talk.say(f"{joined.name},加入好了。" + await first_words(talk, joined), [buttons.HELP], kind="receipt")


def bind(
    session: Session, stranger: Speaker, policy: Policy, code: str, address: tuple[str, str] | None, now: datetime
) -> Welcome | None:
    """Use up a code; what a day brings is planned from today on. None if the code was used meanwhile."""
    joined = invitations.bind(session, stranger, code, address, now)
    member = access.speaker(session, joined.member_id) if joined is not None else None
    if member is not None and member.role in SALES:
        for kind in (day_clock.MORNING_LIST, *(day_clock.EVENING if member.role in SELLERS else ())):
            day_clock.plan(session, policy, kind, member.member_id, now)
    return joined


async def first_words(talk: Talk, joined: Welcome) -> str:
    """What somebody who has just joined can do, with a customer of theirs where they have one."""
    speaker: Speaker = await talk.query("member", access.speaker, joined.member_id)
    if speaker.role not in SALES:
        return "有什么要我提醒的,直接说:「明早九点提醒我开会」。"
    sample: Sample | None = await talk.query("sample", customers.sample, speaker)
    if speaker.role in LEADERS:
        about = f"「{sample.customer}现在什么情况」" if sample else "「哪些单子超时了」"
        return f"想看哪一单,直接问我,比如{about}。"
    if sample is None:
        return "先加一个客户吧,说「新线索:公司名,联系人,预算」就行。"
    return f"刚跟客户聊完,直接告诉我就行,比如「刚跟{sample.customer}{sample.contact}通完电话,嫌贵,周三再去」。"


FLOW = Flow("join", version=1, starts=(Command("加入"), Command("start"), Command("join")), roles=None, run=join)
