"""把许诺的权限收回来: a superior takes away what somebody had unlocked, with a reason; one tap gives it back. Who may
is seen when they do."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import LEADERS, Speaker
from bot.admin import giving
from bot.conversation import Flow, Phrase
from bot.handlers.shared.coaching.answers import read_reason
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.coaching import unlocking as wording
from bot.wording.offers import RevokeUnlock
from coaching.exam import unlocking
from coaching.exam.unlocking import UnlockFact
from nlu.drills import asking
from sales.errors import Changed


async def revoke_unlock(talk: Talk, opening: Opening) -> None:
    offer, said = RevokeUnlock.of(opening.params), asking.revoked(opening.text)
    if asking.wonders_of_rights(opening.text):
        return await talk.say(wording.NOT_ORDERED)
    if offer.unlock is not None:
        fact = await talk.query("unlock", unlocking.get, offer.unlock)
    else:
        member = await colleague_meant(talk, said.who if said is not None else None, wording.WHOSE)
        if member is None:
            return
        fact = await talk.query("latest", unlocking.latest, member.id)
        if fact is None or not fact.holds:
            return await talk.say(wording.nothing_unlocked(member.name))
    if fact is None:
        return await talk.say(wording.SETTLED)
    if offer.back:
        return await give_back(talk, fact)
    if not await talk.query("may", may_decide, talk.speaker, fact.member_id):
        return await talk.say(wording.NOT_YOURS)
    why = said.why if said is not None else ""
    if not why:
        question = wording.why_revoke(fact)
        why = await talk.ask("why", question, parse=read_reason, verbatim=True, brief=question)
    now = await talk.now()
    done = await talk.execute("revoke", revoke, fact.id, why, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        return await talk.say(wording.SETTLED)
    await talk.say(wording.revoked(done), [wording.give_back_button(done)], kind="receipt")
    await talk.say(wording.revoked_to_member(done, talk.speaker.name), kind="receipt", to=done.member_id)


async def give_back(talk: Talk, fact: UnlockFact) -> None:
    """What was taken away is unlocked again."""
    now = await talk.now()
    done = await talk.execute("give_back", given_back, fact.id, now)
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        return await talk.say(wording.SETTLED)
    await talk.say(wording.given_back(done), kind="receipt")
    await talk.say(wording.given_back_to_member(done, talk.speaker.name), kind="receipt", to=done.member_id)


def may_decide(session: Session, speaker: Speaker, member_id: int) -> bool:
    """Whether the speaker may decide on what this member has unlocked."""
    return giving.may_review(session, speaker, member_id)


def revoke(session: Session, by: Speaker, unlock_id: int, why: str, now: datetime) -> UnlockFact | None:
    """Take it away; None where it is not unlocked. Raises Changed if it is not the actor's to decide."""
    check(session, by, unlock_id)
    return unlocking.revoke(session, by.member_id, unlock_id, why, now)


def given_back(session: Session, by: Speaker, unlock_id: int, now: datetime) -> UnlockFact | None:
    """Unlock it again; None where it was not taken away. Raises Changed if it is not the actor's to decide."""
    check(session, by, unlock_id)
    return unlocking.give_back(session, by.member_id, unlock_id, now)


def check(session: Session, by: Speaker, unlock_id: int) -> None:
    """Raises Changed if what was unlocked is not the actor's to decide on."""
    fact = unlocking.get(session, unlock_id)
    if fact is not None and not may_decide(session, by, fact.member_id):
        raise Changed("request", None, "decides")


FLOW = Flow(
    "revoke_unlock",
    version=1,
    starts=(
        Phrase("takes unlocked rights away", asking.revokes),
        Phrase("wonders of taking rights away", asking.wonders_of_rights, weighed=True),
    ),
    roles=LEADERS,
    run=revoke_unlock,
    title="收回权限",
    offer=RevokeUnlock,
)
