"""The deals behind a figure of the funnel, by its button, and those of a size; from each, one tap to its customer.
20万以上的单子有哪些 / 只看大单 / 金额最大的三单"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.access import SALES, Speaker
from bot.conversation import Flow
from bot.conversation.messages import Choice, SaidWords
from bot.handlers.shared.asking import Beyond, said, show_deals, view_meant
from bot.turn.asking import View, kept
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ShowDeals
from config.policy import Policy
from nlu import asking
from sales.deals import CLOSED, LOST, WON

FUNNEL = "query_funnel"  # what words go on from
BY_SIZE = "deals_by_size"
SIZES = ("10万以上", "20万以上", "50万以上")
ASK_SIZE = "多大算大单?点一个,或者直接说「只看30万以上的」。"


async def stage_deals(talk: Talk, opening: Opening) -> None:
    offer = ShowDeals.of(opening.params)
    first, last = (date.fromisoformat(day) if day else None for day in (offer.first, offer.last))
    view = View(
        FUNNEL, "deals", None, offer.region, offer.team, offer.member, offer.product, offer.industry,
        stage=offer.stage, first=first, last=last,
    )  # fmt: skip
    view = await talk.query("view", kept, view)
    await show_deals(talk, view, await said.whose(talk, view), opening.at)


async def deals_by_size(talk: Talk, opening: Opening) -> None:
    size = asking.sizes.size_asked(opening.text)
    largest = asking.sizes.largest_asked(opening.text)
    if size is None and largest is None:
        choices = [Choice(label, opens=SaidWords(BY_SIZE, f"只看{label}的单子")) for label in SIZES]
        return await talk.say(ASK_SIZE, choices)
    view = await talk.query("view", meant_view, talk.speaker, talk.policy, opening)
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    whose = await said.whose(talk, view)
    await show_deals(talk, view, whose, opening.at, size, largest)


def meant_view(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> View | Beyond:
    """Which deals are meant: the open ones where the words name none that are won or lost."""
    view = view_meant(session, speaker, policy, opening, FUNNEL)
    if isinstance(view, Beyond):
        return view
    named = asking.aspect(opening.text)
    closed = LOST if named in ("loss", "reasons") else WON if asking.figures.of_won(opening.text) else None
    return replace(view, aspect="deals", by=None, stage=closed or (view.stage if view.stage not in CLOSED else None))


FLOW = Flow("show_deals", version=1, roles=SALES, run=stage_deals, only_answers=True, offer=ShowDeals)
OF_SIZE = Flow(BY_SIZE, version=1, roles=SALES, run=deals_by_size, title="看多大的单子", only_answers=True)
