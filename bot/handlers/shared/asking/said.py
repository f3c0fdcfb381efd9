"""How the deals of a view are called to whoever asks."""

from __future__ import annotations

from bot.access import LEADERS
from bot.handlers.shared.asking.meant import Beyond, names_of
from bot.turn.asking import View
from bot.turn.opening import Talk
from bot.wording.reports import spans
from sales.teamwork import people


async def whose(talk: Talk, view: View) -> str:
    """张伟, 华东一部, 全公司, 你: whose deals a view is of, and which of them."""
    team: str | None
    person: str | None
    team, person = await talk.query("names", names_of, view)
    if view.member_id is not None and view.member_id == talk.speaker.id:
        person = "你"
    mine = await own(talk)
    return spans.whose_deals(
        person=person, team=team, region=view.region, product=view.product, industry=view.industry, mine=mine
    )


async def own(talk: Talk) -> str:
    """What the speaker sees: 全公司, their team's name, 你."""
    if talk.speaker.sees_all:
        return "全公司"
    if talk.speaker.role in LEADERS:
        return await talk.query("own_team", people.team_name, talk.speaker.team_id) or "你"
    return "你"


async def say_beyond(talk: Talk, beyond: Beyond) -> None:
    """Say why something is not for the speaker."""
    mine = await own(talk)
    await talk.say(spans.beyond(beyond.what, beyond.name, "你自己" if mine == "你" else mine))
