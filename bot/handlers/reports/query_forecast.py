"""The forecast of a period, and how likely a customer's deals are won. 这个季度能成多少 / 恒泰赢率多少

A rep's is of the own deals, a supervisor's of the team's, a manager's of all; of the colleague, team or region named
among these. Without a period it is the month's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from analytics.forecast.company import periods, report
from analytics.forecast.company.report import DealChance, Report
from analytics.forecast.company.win_model import LEAST_CLOSED
from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.turn.opening import Opening, Talk
from bot.wording.offers import ShowCustomer
from bot.wording.reports import forecast as wording
from bot.wording.reports import spans
from config.policy import Policy
from nlu import asking
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.customers import CustomerFact
from sales.deals import narrowed
from sales.period import Period
from sales.teamwork import people
from sales.teamwork.people import MemberFact

SHOWN = 6
TEAM = re.compile("组|团队|手下|的人|那边几个人")
ASKS_ACCURACY = re.compile("准|偏差|差多少|差了多少|靠谱|可信|报得?[高低虚]|信得过|能信|乐观|保守")


@dataclass(frozen=True)
class Part:
    """Of the deals in scope those of a colleague, of a team, of a region's customers, of a product line, in a stage."""

    owner: str | None
    team: int | None
    region: str | None
    product: str | None
    stage: str | None

    @property
    def is_mixed(self) -> bool:
        """Whether it is only some of its owners' deals."""
        return bool(self.region or self.product or self.stage)


async def query_forecast(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    if words := slot_values.word(slots, "customer"):
        return await say_chances(talk, opening, words)
    named = slot_values.word(slots, "person")
    member = await colleague_meant(talk, named, "想看哪位同事的预测?发我名字就行。") if named else None
    if named and member is None:
        return
    if member is not None and not await talk.query("may", people.all_of, access.members(talk.speaker), [member.id]):
        return await talk.say(f"{member.name}的预测只有本人和主管能看。你自己的,问「本月预测」就行。")
    team = await talk.query("team", team_meant, opening.understanding, member)
    if team is not None and not opening.speaker.sees_all and opening.speaker.team_id != team[1]:
        return await talk.say(spans.beyond("team", team[0], own_name(opening.speaker)))
    today = opening.at.astimezone(talk.policy.zone).date()
    period = slot_values.period(slots) or periods.month_of(today)
    part = Part(
        member.name if member is not None and team is None else None,
        team[1] if team is not None else None,
        *(slot_values.word(slots, slot) for slot in ("region", "product", "stage")),
    )
    found = await talk.query("forecast", read, talk.speaker, talk.policy, part, period.first, period.last, opening.at)
    owner = team[0] if team is not None else part.owner or own_name(talk.speaker)
    group = wording.whose(talk.policy, owner, part.region, part.product, part.stage)
    if ASKS_ACCURACY.search(opening.text):
        return await talk.say(wording.accuracy_text(group, found))
    if asking.asks_moves(opening.text):
        return await talk.say(wording.moves_text(group, found, today))
    if not found.won_count and not found.open_count and found.last >= today:
        return await talk.say(wording.no_deals(group))
    names = await talk.query("names", customers.short_names, sorted({deal.customer_id for deal in found.deals}))
    text = wording.forecast_text(talk.policy, group, found, today)
    await talk.say(text, wording.deal_buttons(found.deals, names))


def team_meant(session: Session, understanding: Understanding, member: MemberFact | None) -> tuple[str, int] | None:
    """The name and id of the team that the words name, or of that of the supervisor named (老郝那组); None where they
    mean none."""
    named = people.named_team(session, understanding.text)
    if named is not None and "region" not in understanding.slots:
        return named
    leads = member is not None and member.role == "supervisor" and TEAM.search(understanding.text) is not None
    return (f"{member.name}组里", member.team_id) if leads and member and member.team_id else None


def own_name(speaker: Speaker) -> str:
    """How the speaker's own scope is called."""
    return "公司" if speaker.sees_all else "你组里" if speaker.leads else "你"


def read(
    session: Session,
    speaker: Speaker,
    policy: Policy,
    part: Part,
    first: date,
    last: date,
    now: datetime,
) -> Report:
    """The forecast of what the speaker may see, narrowed to a part."""
    scope = narrowed(
        access.own_deals(speaker),
        owner=part.owner,
        team=part.team,
        region=part.region,
        product=part.product,
        stage=part.stage,
    )
    members = people.in_team(part.team, access.members(speaker))
    owners = None if part.is_mixed else people.called(part.owner, members)
    stages, period = policy.stage_keys, Period(first, last)
    return report.read(
        session, scope, owners, stages, period, now, policy.zone, by_person=speaker.leads and not part.owner
    )


async def say_chances(talk: Talk, opening: Opening, words: str) -> None:
    """How likely the open deals of the customer named are won."""
    found = await talk.query("customers", customers.find, access.customers(talk.speaker), words)
    if not found:
        return await talk.say(f"你能看的客户里没有「{words}」。")
    customer: CustomerFact = found[0]
    if len(found) > 1:
        labels = [Choice(one.name, one) for one in found[:SHOWN]]
        customer = await talk.ask("which", f"「{words}」对得上 {len(found)} 家,看哪一家?", labels)
    learned: bool
    deals: tuple[DealChance, ...]
    closed: int
    learned, deals, closed = await talk.query("chances", chances, talk.speaker, talk.policy, customer.id, opening.at)
    button = [Choice("看看情况", opens=ShowCustomer(customer.id))]
    if not deals:
        return await talk.say(wording.nothing_open(customer.name), button)
    await talk.say(wording.chance_text(talk.policy, deals, closed, LEAST_CLOSED, learned=learned), button)


def chances(
    session: Session, speaker: Speaker, policy: Policy, customer_id: int, now: datetime
) -> tuple[bool, tuple[DealChance, ...], int]:
    """Whether something could be learned, the open deals of a customer that the speaker may see, and how many deals are
    closed."""
    stages = policy.stage_keys
    return report.of_customer(session, access.own_deals(speaker), customer_id, stages, now, policy.zone)


FLOW = Flow(
    "query_forecast",
    version=1,
    starts=(Intent("query_forecast"),),
    roles=SALES,
    run=query_forecast,
    title="看预测",
    only_answers=True,
)
