"""The deals behind a figure of the funnel, by its button; from each, one tap to its customer."""

from __future__ import annotations

from datetime import date

from bot.access import SALES
from bot.conversation import Flow
from bot.handlers.shared.asking import said, show_deals
from bot.turn import asking
from bot.turn.asking import View
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ShowDeals

FUNNEL = "query_funnel"  # what words go on from


async def stage_deals(talk: Talk, opening: Opening) -> None:
    offer = ShowDeals.of(opening.params)
    first, last = (date.fromisoformat(day) if day else None for day in (offer.first, offer.last))
    view = View(
        FUNNEL, "deals", None, offer.region, offer.team, offer.member, offer.product, offer.industry,
        stage=offer.stage, first=first, last=last,
    )  # fmt: skip
    view = await talk.query("view", asking.kept, view)
    await show_deals(talk, view, await said.whose(talk, view), opening.at)


FLOW = Flow("show_deals", version=1, roles=SALES, run=stage_deals, only_answers=True, offer=ShowDeals)
