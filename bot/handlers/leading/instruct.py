"""A colleague is told something. 让刘洋下班前给正阳回电话 / 转告王芳报价先别发 / 通知全组下午三点开会

Anybody may tell anybody: it is a message, and no record. Who is told to look after a customer gets it (reassign).
"""

from __future__ import annotations

import re
from dataclasses import replace

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, LEADERS, SALES, Speaker
from bot.conversation import Flow, Intent
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.handlers.shared.leading.passing_on import pass_on
from bot.handlers.shared.leading.spoken_of import alerted, customer_spoken_of, deal_of_alert
from bot.handlers.shared.leading.telling import tell_colleagues
from bot.handlers.shared.pointing_back import in_context
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from nlu import leaders
from sales import customers, slot_values
from sales.teamwork import people
from sales.teamwork.people import MemberFact

SEVERAL = "们俩个"
ALREADY = re.compile(r"\s*(?:我)?(?:已经|已)(?:都)?(?:安排|让|叫|派|通知)")
WHOM = "转告谁?发我同事的名字就行。"


async def instruct(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    order = slot_values.word(slots, "next_action") or ""
    order = opening.text.strip() if ALREADY.match(opening.text) else order  # 已经安排小吴周四上门
    if leaders.takes_care(order) and opening.speaker.role in SALES:
        return await pass_on(talk, opening)
    if (what := leaders.to_everybody(opening.text)) is not None:
        return await tell_team(talk, opening, what)
    named = slot_values.word(slots, "person")
    if named is None and (told := leaders.errand(opening.text)) is not None:
        return await tell_who_was_spoken_of(talk, opening, told)
    to = await owner_meant(talk, opening) if named is None else await colleague_meant(talk, named, WHOM)
    if to is None:
        return
    if to.id == talk.speaker.id:
        return await talk.say("这是你自己的事。要我到点提醒你,就说「明早九点提醒我……」。")
    about = opening if leaders.of_no_customer(order) else await pointed(talk, opening, to)
    what = order or await talk.ask("what", f"要跟{to.name}说什么?")
    await tell_colleagues(talk, about, (to, *await told_too(talk, opening, to)), what)


async def told_too(talk: Talk, opening: Opening, first: MemberFact) -> list[MemberFact]:
    """Who else is told the same: 告诉小周和小吴明天开会."""
    spans = opening.understanding.spans_of("person")
    names = slot_values.words(opening.understanding.slots, "person")[: leaders.count_told(opening.text, spans)]
    found = [await colleague_meant(talk.part(name), name, WHOM) for name in names[1:]]
    return [member for member in found if member is not None and member.id not in (first.id, talk.speaker.id)]


async def owner_meant(talk: Talk, opening: Opening) -> MemberFact | None:
    """Who is told where nobody is named: a leader's words about a customer go to whoever follows it."""
    if opening.speaker.role in LEADERS and slot_values.word(opening.understanding.slots, "customer"):
        customer = await customer_spoken_of(talk, opening)
        if customer is None:
            return None
        owner: MemberFact | None = await talk.query("follows", people.get, customer.owner_id or 0)
        if owner is not None and owner.active:
            return owner
    return await colleague_meant(talk, None, WHOM)


async def tell_team(talk: Talk, opening: Opening, what: str) -> None:
    """Tell everybody whom the speaker leads."""
    team = await talk.query("team", led_by, talk.speaker)
    if not team:
        return await talk.say("全组通知由主管来发。跟哪位同事说,发我名字,我转告。")
    await tell_colleagues(talk, opening, team, what)


async def tell_who_was_spoken_of(talk: Talk, opening: Opening, order: leaders.Order) -> None:
    """让他明天去, 让他们把跟进补上: who has the deals that the last alert was about, or the customer just spoken of;
    else it is asked whom."""
    if order.whom[-1] in SEVERAL and opening.speaker.role in LEADERS:
        late = await talk.query("all_alerted", alerted, talk.speaker, opening)
        owners = dict.fromkeys(deal.owner_id for deal in late if deal.owner_id != talk.speaker.id)
        team = [await talk.query(f"owner{owner}", people.get, owner) for owner in owners]
        if team:
            return await tell_colleagues(talk, opening, tuple(team), order.what)
    deal = await deal_of_alert(talk, opening)
    about: tuple[int, str] | None = (deal.owner_id, deal.customer) if deal is not None else None
    if about is None and opening.speaker.role in LEADERS:
        about = await talk.query("spoken_of", spoken_of_last, talk.speaker, opening)
    if about is None:
        to = await colleague_meant(talk, None, WHOM)
    else:
        to = await talk.query("owner", people.get, about[0])
        slots = {**opening.understanding.slots, "customer": about[1]}
        opening = replace(opening, understanding=replace(opening.understanding, slots=slots))
    if to is not None:
        await tell_colleagues(talk, opening, (to,), order.what)


def spoken_of_last(session: Session, speaker: Speaker, opening: Opening) -> tuple[int, str] | None:
    """Which colleague follows the customer that was just spoken of, and the customer."""
    about = topic.last(session, opening.run, opening.at)
    known = customers.get(session, access.customers(speaker), about.customer_id) if about is not None else None
    owner = people.get(session, known.owner_id) if known is not None and known.owner_id is not None else None
    if known is None or owner is None or not owner.active or owner.id == speaker.id:
        return None
    return owner.id, known.name


async def pointed(talk: Talk, opening: Opening, to: MemberFact) -> Opening:
    """The opening with the customer that its words point back to (这家), or that was just spoken of and is followed by
    who is told (让他说下原因)."""
    understanding = await in_context(talk, opening, opening.understanding)
    if "customer" not in understanding.slots and opening.speaker.role in LEADERS:
        about = await talk.query("just_spoken_of", followed_topic, talk.speaker, opening, to.id)
        if about is not None:
            understanding = replace(understanding, slots={**understanding.slots, "customer": about})
    return replace(opening, understanding=understanding)


def followed_topic(session: Session, speaker: Speaker, opening: Opening, member_id: int) -> str | None:
    """The customer that was just spoken of, if this member follows it or leads who does."""
    member = people.get(session, member_id)
    team = people.team_of(session, member) if member is not None and member.role in LEADERS else ()
    theirs = {member_id, *(one.id for one in team)}
    late = [deal for deal in alerted(session, speaker, opening) if deal.owner_id in theirs]
    if len({deal.customer for deal in late}) == 1:
        return late[0].customer
    about = topic.last(session, opening.run, opening.at)
    known = customers.get(session, access.customers(speaker), about.customer_id) if about is not None else None
    return known.name if known is not None and known.owner_id in theirs else None


def led_by(session: Session, speaker: Speaker) -> tuple[MemberFact, ...]:
    """The team of a leader, everybody for who sees all; nobody for others."""
    if speaker.role in LEADERS and speaker.sees_all:
        return people.everybody(session, speaker.member_id)
    leader = people.get(session, speaker.member_id)
    return people.team_of(session, leader) if leader is not None and speaker.role in LEADERS else ()


FLOW = Flow("instruct", version=2, starts=(Intent("instruct"),), roles=ANY_MEMBER, run=instruct, title="给同事带话")
