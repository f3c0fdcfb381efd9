"""The funnel of a period, its losses, and what is in each stage now. 华东区这个月漏斗 / 跟上个月比 / 按人看 / 丢单率

Words that name only what is another one now go on from the question before.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent, Phrase
from bot.handlers.shared.asking import Beyond, said, show_deals, view_meant
from bot.turn.asking import View, funnel
from bot.turn.asking.spans import against_of, period_of
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ShowFunnel
from bot.wording.reports import decline
from bot.wording.reports import funnel as wording
from config.policy import Policy
from nlu import asking
from nlu.asking import figures
from sales.deals import LOST, WON

FLOW_NAME = "query_funnel"


async def query_funnel(talk: Talk, opening: Opening) -> None:
    view = await talk.query("view", asked, talk.speaker, talk.policy, opening)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    whose = await said.whose(talk, view)
    if view.aspect == "deals":
        return await show_deals(talk, view, whose, opening.at)
    if view.aspect == "why":
        return await say_why(talk, view, whose, opening)
    report = await talk.query("report", funnel.read, access.own_deals(talk.speaker), talk.policy, view)
    message = funnel.message(talk.policy, talk.speaker, view, whose, report, opening.at)
    only_own = not talk.speaker.leads and asking.by_what(opening.text) in ("team", "person")
    text = f"{wording.ONLY_OWN}\n{message.text}" if only_own else message.text
    await talk.say(text, message.choices, attachments=message.attachments)


async def say_why(talk: Talk, view: View, whose: str, opening: Opening) -> None:
    """Say what was won in the days of a view against those before, and what is behind the difference."""
    by = "person" if talk.speaker.leads and view.member_id is None else "product"
    view, then = replace(view, by=by), days_before(replace(view, by=by))
    scope = access.own_deals(talk.speaker)
    report = await talk.query("report", funnel.read, scope, talk.policy, view)
    earlier = await talk.query("earlier", funnel.read, scope, talk.policy, then)
    period, against = period_of(view), period_of(then)
    assert period is not None and against is not None
    today = opening.at.astimezone(talk.policy.zone).date()
    text = decline.decline_text(talk.policy, whose, period, against, today, report, earlier, by)
    await talk.say(text, funnel.buttons(talk.policy, talk.speaker, replace(view, by=None), report))


def days_before(view: View) -> View:
    """The same of the days that those of a view are compared with."""
    against = against_of(view)
    assert against is not None
    return replace(view, first=against.first, last=against.last, against_first=None, against_last=None)


def asked(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> View | Beyond:
    """What is to be shown: what a button says, or the words with what they keep of the question before."""
    if opening.params:
        return _offered(ShowFunnel.of(opening.params))
    anew = asking.begins_anew(opening.text) or (
        figures.most_lost(opening.text) and not asking.leans(opening.understanding)
    )
    found = view_meant(session, speaker, policy, opening, FLOW_NAME, anew=anew)
    if isinstance(found, Beyond):
        return found
    text = opening.text
    if figures.most_lost(text):
        lost_by = figures.lost_by(text) or "person"
        beyond = lost_by in _given(found) or (lost_by in ("team", "person") and not speaker.leads)
        told_apart = None if lost_by == "stage" else "product" if beyond else lost_by
        return replace(found, aspect="loss", by=told_apart, stage=None)
    by = asking.by_what(text) or found.by
    if by in _given(found) or (by in ("team", "person") and not speaker.leads):
        by = None
    aspect = _aspect(text, found)
    if aspect == "loss" and by is None:
        by = "product"
    stage = found.stage
    if found.aspect == "deals" and stage is not None:
        return replace(found, by=None)
    if asking.wants_deals(text) and (stage is not None or aspect in ("loss", "win")):
        stage = stage or (LOST if aspect == "loss" else WON)
        aspect = "deals"
    return replace(found, aspect=aspect, by=by if aspect in ("funnel", "loss", "win") else None, stage=stage)


def _given(view: View) -> list[str]:
    """The dimensions of which a view has one value only."""
    values = {"product": view.product, "region": view.region, "team": view.team_id, "person": view.member_id}
    single = [by for by, value in values.items() if value is not None]
    return [*single, "team"] if "person" in single else single


def _aspect(text: str, view: View) -> str:
    named = asking.aspect(text)
    if named is not None or view.stage is not None:
        return named or "standing"
    return view.aspect if view.aspect not in ("", "deals", "standing") else "funnel"


def _offered(offer: ShowFunnel) -> View:
    first, last = (date.fromisoformat(day) if day else None for day in (offer.first, offer.last))
    return View(
        FLOW_NAME, offer.aspect or "funnel", offer.by, offer.region, offer.team, offer.member, offer.product,
        offer.industry, first=first, last=last,
    )  # fmt: skip


FLOW = Flow(
    FLOW_NAME,
    version=1,
    starts=(Intent("query_funnel"), Phrase("most_lost", figures.most_lost)),
    roles=SALES,
    run=query_funnel,
    title="看漏斗",
    only_answers=True,
    offer=ShowFunnel,
)
