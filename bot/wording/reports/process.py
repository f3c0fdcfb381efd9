"""过程健康度简报 in words: the figures with those before, the deals worst off, what to do. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from analytics import charts
from analytics.process_figures import Figures, LeadDay
from analytics.weekly_brief import Brief, Part
from bot.conversation.attachments import Chart
from bot.conversation.messages import Message
from bot.wording.buttons import deal_list_buttons
from bot.wording.tasks import numbered, short_line
from bot.wording.values import say_date
from config.policy import Policy
from sales.limits import Overdue

TITLE = "过程健康度简报"
FOLLOWUP, EFFECTIVE, RESPONSE = "平均跟进时效", "有效动作占比", "跨部门协同响应时长"
NO_DATA = "数据不足"
NO_ACCESS = "这几个过程数据只有他自己和主管能看。看你自己的,发「我的跟进时效」就行。"
MOST_PARTS = 6
NEAR = timedelta(days=1)
JUST_BEFORE = ("前一周", "之前")
MOST_DRAWN = 3  # teams in the picture
ADVICE = {  # what a leader may do about a deal with this objection
    "price": "定个价格底线给{owner}",
    "feature": "请产品帮{owner}答功能疑虑",
    "decision_chain": "陪{owner}去见拍板的人",
    "budget": "让{owner}问清预算什么时候批",
    "competitor": "把竞品对比给{owner}带上",
}


def brief_text(policy: Policy, brief: Brief, now: datetime, *, own: bool = False) -> str:
    """The brief; `own`: to the person whom it is about."""
    name = "" if own else f"·{brief.name}"
    this, that, than = brief.now, brief.before, _than(brief)
    beside = "" if than in JUST_BEFORE else f",和{than}比"
    head = f"{TITLE}{name}({say_span(brief.first, brief.last)}{beside})"
    figures = [
        f"{FOLLOWUP} {hours(this.followup_hours)}{_hours_before(than, this.followup_hours, that.followup_hours)}",
        f"{EFFECTIVE} {_effective(this)}{_share_before(than, this.effective_share, that.effective_share)}",
        f"{RESPONSE} {hours(this.response_hours)}{_hours_before(than, this.response_hours, that.response_hours)}"
        + _unanswered(this),
    ]
    return "\n".join([head, *figures, *_parts(brief.parts), *_worst(policy, brief, own=own)])


def _than(brief: Brief) -> str:
    """What the period is called that the figures are compared with."""
    first, last = brief.before_first, brief.before_last
    if first is None or last is None or last >= brief.first - NEAR:
        return JUST_BEFORE[0] if (brief.last - brief.first).days == 6 else JUST_BEFORE[1]
    return say_span(first, last)


def late_text(count: int) -> str:
    """How many deals are over their limits."""
    return f"现在超时的 {count} 单。"


def brief_message(
    policy: Policy, brief: Brief, names: Mapping[int, str], now: datetime, *, own: bool = False
) -> Message:
    """The brief with a button for each of the deals worst off; `names` are their customers' short names by id."""
    deals = {late.deal.id: late.deal.customer_id for late in brief.worst.deals}
    buttons = deal_list_buttons(deals, names, leads=not own) if names else []
    picture = Chart.of(charts.as_json(score_sheet(policy, brief, own=own)), "")
    return Message(brief_text(policy, brief, now, own=own), tuple(buttons), "brief", attachments=(picture,))


def score_sheet(policy: Policy, brief: Brief, *, own: bool = False) -> charts.ScoreSheet:
    """The brief as a picture."""
    than = _than(brief)
    parts = brief.parts[:MOST_DRAWN] if len(brief.parts) > 1 else ()
    return charts.ScoreSheet(
        TITLE if own else f"{TITLE}·{brief.name}",
        say_span(brief.first, brief.last),
        (
            _score(FOLLOWUP, lambda of: of.followup_hours, hours, brief, parts, than),
            _score(EFFECTIVE, lambda of: of.effective_share, percent, brief, parts, than, whole=1),
            _score(RESPONSE, lambda of: of.response_hours, hours, brief, parts, than),
        ),
        f"最该盯的 {len(brief.worst.deals)} 单" if brief.worst.deals else "",
        tuple(_worst_lines(policy, brief, own=own)),
    )


def _score(
    label: str,
    figure: Callable[[Figures], float | None],
    say: Callable[[float | None], str],
    brief: Brief,
    parts: Sequence[Part],
    than: str,
    *,
    whole: float | None = None,
) -> charts.Score:
    """A figure of the brief; a share of a `whole` is better the larger, hours the fewer."""
    now, before = figure(brief.now), figure(brief.before)
    trend = _trend(now, before, less_is_better=whole is None)
    teams = tuple(charts.TeamScore(part.name, figure(part.now), say(figure(part.now))) for part in parts)
    return charts.Score(label, now, say(now), before, f"{than} {say(before)}", trend, whole, teams)


def _trend(now: float | None, before: float | None, *, less_is_better: bool) -> charts.Trend | None:
    if now is None or before is None:
        return None
    if now == before:
        return "same"
    return "better" if (now < before) == less_is_better else "worse"


def lead_text(policy: Policy, when: date, today: date, found: LeadDay) -> str:
    """That of one day."""
    return leads_text(policy, say_date(when, today), found)


def leads_text(policy: Policy, when: str, found: LeadDay) -> str:
    """昨天(11月24日)新线索 5 条:当日分配 5(100%),当日首触 4(80%),目标 100%."""
    if not found.entered:
        return f"{when}没有新线索。"
    first = policy.stages[0].name
    return (
        f"{when}新{first} {found.entered} 条:"
        f"当日分配 {found.assigned}({percent(found.assigned_share)}),"
        f"当日首触 {found.touched}({percent(found.touched_share)}),目标 100%"
    )


def hours(value: float | None) -> str:
    """31.2 小时, 数据不足."""
    return NO_DATA if value is None else f"{number(value)} 小时"


def percent(value: float | None) -> str:
    """75%, 数据不足."""
    return NO_DATA if value is None else f"{value * 100:.0f}%"


def say_span(first: date, last: date) -> str:
    """11月16日到11月22日."""
    if first == last:
        return f"{first.month}月{first.day}日"
    return f"{first.month}月{first.day}日到{last.month}月{last.day}日"


def number(value: float) -> str:
    """31.2, 31."""
    return f"{value:.1f}".removesuffix(".0")


def _effective(figures: Figures) -> str:
    of = f",{figures.reported}/{figures.asked} 人天" if figures.asked else ""
    return percent(figures.effective_share) + of


def _hours_before(than: str, value: float | None, before: float | None) -> str:
    """(前一周 42 小时,快了 10.8 小时)"""
    if before is None:
        return f"({than}{NO_DATA})" if value is not None else ""
    change = "" if value is None else f",{_change(before - value, '快了', '慢了', ' 小时')}"
    return f"({than} {hours(before)}{change})"


def _share_before(than: str, value: float | None, before: float | None) -> str:
    if before is None:
        return f"({than}{NO_DATA})" if value is not None else ""
    change = "" if value is None else f",{_change((value - before) * 100, '高了', '低了', ' 个百分点')}"
    return f"({than} {percent(before)}{change})"


def _change(by: float, better: str, worse: str, unit: str) -> str:
    amount = number(abs(by))
    return "持平" if amount == "0" else f"{better if by > 0 else worse} {amount}{unit}"


def _unanswered(figures: Figures) -> str:
    """;还有 2 张没答,最久等了 36 小时"""
    if not figures.unanswered:
        return ""
    return f";还有 {figures.unanswered} 张没答,最久等了 {hours(figures.longest_wait_hours)}"


def _parts(parts: Sequence[Part]) -> list[str]:
    """A line for each team of the company."""
    lines = [
        f"·{part.name}:{hours(part.now.followup_hours)},{percent(part.now.effective_share)},"
        f"{hours(part.now.response_hours)}"
        for part in parts[:MOST_PARTS]
    ]
    return ["各组(跟进时效、有效动作、协同响应):", *lines] if len(parts) > 1 else []


def _worst(policy: Policy, brief: Brief, *, own: bool) -> list[str]:
    lines = _worst_lines(policy, brief, own=own)
    return [f"最该盯的 {len(lines)} 单:", *numbered(lines)] if lines else ["没有超时的单子。"]


def _worst_lines(policy: Policy, brief: Brief, *, own: bool) -> list[str]:
    return [
        f"{short_line(policy, late, late.deal.customer, with_owner=not own)},{advice(late, own=own)}"
        for late in brief.worst.deals
    ]


def advice(late: Overdue, *, own: bool = False) -> str:
    """What to do about an overdue deal."""
    owner = "自己" if own else late.deal.owner
    if late.support_need and not own:
        return f"{owner}要「{late.support_need}」,先回他"
    if late.last_followup_at is None:
        return "今天先联系上客户" if own else f"让{owner}今天先联系上客户"
    known = next((ADVICE[key] for key in late.objections if key in ADVICE), None)
    if known is not None and not own:
        return known.format(owner=owner)
    if late.next_action:
        return f"说好的「{late.next_action}」还没做,今天补上"
    return "今天约下一步" if own else f"今天跟{owner}定下一步"
