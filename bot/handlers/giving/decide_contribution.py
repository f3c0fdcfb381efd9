"""Who leads the author lets a contributed script into the library, or returns it with a reason: 通过 / 退回,太长了.

Who may decide is seen when they do, not when they were asked.
"""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import giving as wording
from bot.wording.library import wanted
from bot.wording.offers import DecideContribution
from knowledge.points import contributions
from knowledge.points.contributions import ContributionFact
from nlu import giving as reading
from nlu.understanding import Understanding

NO_REASON = ""


async def decide_contribution(talk: Talk, opening: Opening) -> None:
    offer = DecideContribution.of(opening.params)
    asked = await talk.query("asked", contributions.get, offer.contribution)
    if asked is None:
        return await talk.say(wording.GONE)
    refusal = await talk.query("refusal", why_not, talk.speaker, asked)
    if refusal is not None:
        return await talk.say(refusal)
    said = reading.verdict(opening.text) if opening.text else None
    reason = said.why if said is not None else ""
    if not offer.granted and not reason:
        reason = await talk.ask(
            "reason",
            wording.ASK_REASON.format(name=asked.member),
            [Choice(wording.NO_REASON, NO_REASON)],
            verbatim,
            claims=is_reason,
            matters=partial(still_waits, asked.id),
        )
    now = await talk.now()
    done = await talk.execute(
        "decide", giving.decide_contribution, talk.policy, asked, offer.granted, reason or None, now
    )
    if isinstance(done, Stale):
        return await talk.say(wording.NOT_YOURS)
    if done is None:
        settled = await talk.query("settled", contributions.get, offer.contribution)
        return await talk.say(wording.GONE if settled is None else wording.already(settled))
    fact, points = done
    undo = [undo_button(opening.run)]
    if not offer.granted:
        await talk.say(f"好,退回{fact.member}了。", undo, kind="receipt")
        return await talk.say(wording.returned(fact), [wording.better(fact)], kind="receipt", to=fact.member_id)
    await talk.say(wording.approved(fact, points), undo, kind="receipt")
    await talk.say(wording.to_author(fact, points), [wording.MY_POINTS], kind="receipt", to=fact.member_id)
    waited = await talk.execute("answered", giving.answers_wanted, fact, now)
    for member_id in () if isinstance(waited, Stale) else waited:
        text, look = wanted.answered(fact.draft.title, fact.code or "")
        await talk.say(text, look, kind="receipt", to=member_id)


def why_not(session: Session, speaker: Speaker, asked: ContributionFact) -> str | None:
    """Why this speaker can't decide it (any more); None if nothing is in the way."""
    if not giving.may_review(session, speaker, asked.member_id):
        return wording.NOT_YOURS
    return None if asked.is_waiting else wording.already(asked)


def verbatim(text: str, _understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """The reason, in any words; none, where they say that there is none. A decision on another is no reason."""
    if decides_another(text):
        return NotAnAnswer()
    said = reading.verdict(text)
    words = said.why if said is not None and said.why else text.strip()
    return NO_REASON if words in (wording.NO_REASON, "没有", "不写") else words


def decides_another(text: str) -> bool:
    """Whether words let something in, or return what they name."""
    said = reading.verdict(text)
    return said is not None and (said.granted or bool(said.who) or said.place is not None)


def is_reason(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether the very next words are the reason, whatever they would mean elsewhere."""
    return asked.is_latest and understanding.intent not in ("cancel", "help", "undo") and not decides_another(text)


def still_waits(contribution_id: int, session: Session) -> bool:
    """Whether nobody has decided yet."""
    fact = contributions.get(session, contribution_id)
    return fact is not None and fact.is_waiting


FLOW = Flow("decide_contribution", version=1, roles=ANY_MEMBER, run=decide_contribution, offer=DecideContribution)
