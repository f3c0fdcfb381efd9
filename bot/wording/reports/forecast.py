"""How a forecast is said: the figure first, then how sure it is, what it is made of, and how good earlier ones were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from analytics.forecast.company.frozen import Move
from analytics.forecast.company.report import DealChance, Earlier, Report
from bot.conversation.messages import Choice
from bot.wording.offers import ShowCustomer
from bot.wording.values import say_date, say_money
from config.policy import Policy

MOST_DEALS, MOST_BUTTONS, MOST_PEOPLE = 3, 2, 3
CLEAR_BIAS = 0.1
QUARTERS = "一二三四"
FEW_CLOSED = 10  # below, the shares of stages are more assumed than known
REASONS = {
    "stage": ("走到的阶段", "阶段还早"),
    "in_stage": ("在这个阶段的时间正常", "在这个阶段停得久"),
    "since_touch": ("最近刚联系过", "好几天没联系客户了"),
    "touches": ("这两周跟得勤", "这两周跟得少"),
    "decider": ("知道谁拍板", "还不知道谁拍板"),
    "files": ("该有的文件有了", "文件还没到"),
    "objections": ("没什么异议", "最近有异议没解决"),
    "amount": ("金额合适", "金额偏离平时的单子"),
    "no_amount": ("金额清楚", "金额还没记"),
    "owner": ("负责人成单率高", "负责人成单率偏低"),
    "line": ("这个产品好成", "这个产品不太好成"),
    "promise_passed": ("约好的都兑现了", "约好的日子过了没动静"),
    "age": ("单子还新", "拖得久了"),
    "until_expected": ("预计签单日合适", "预计签单日不太对"),
    "no_expected": ("有预计签单日", "没说什么时候签"),
}


def whose(policy: Policy, owner: str, region: str | None, product: str | None, stage: str | None) -> str:
    """How the deals are called that the figure is of."""
    where = f"{policy.stage_name(stage)}的单子" if stage else ""
    return f"{region or owner}{product or ''}{where}"


def no_deals(group: str) -> str:
    """That there is nothing to forecast."""
    return f"{group}现在没有在跟的单子,没什么可预测的。有新客户,直接说「新线索:公司名,联系人,预算」。"


def forecast_text(policy: Policy, group: str, report: Report, today: date) -> str:
    """The forecast of a period in a few lines."""
    when = say_period(report.first, report.last, today)
    if report.last < today:
        won = f"成交 {report.won_count} 单,{say_money(report.won_fen)}"
        return f"{group}{when}已经过完了:{won}。\n{_earlier(report.earlier)}"
    if not report.sum_fen and not report.expected_count:
        why = "都没说什么时候签" if report.without_day == report.open_count else "没有预计这段时间签的"
        ahead = "想看远一点,问「这个季度能成多少」。"
        return f"{group}{when}预计 0 元:手上 {report.open_count} 单,{why}。{ahead}"
    lines = [f"{group}{when}预计 {say_money(report.sum_fen)}{_interval(report)}。", _made_of(report)]
    if report.deals:
        lines.append("大头:" + ";".join(_deal(policy, deal) for deal in report.deals[:MOST_DEALS]))
    if report.without_sum:
        lines.append(f"{report.without_sum} 单没记金额,没算进来。")
    if report.without_day:
        lines.append(f"{report.without_day} 单没说什么时候签,没算进来。")
    if report.rough:
        lines.append(f"{report.rough} 单刚有变化,先按阶段折算,明天一早细算。")
    if not report.learned:
        lines.append(f"{too_little(report.closed, report.least)}{_by_stage(report.closed)}给不出区间。")
    lines += [line for line in (_moves(report, today), _earlier(report.earlier), _people(report.biases)) if line]
    return "\n".join(lines)


def accuracy_text(group: str, report: Report) -> str:
    """How good earlier forecasts were."""
    formula = "准确率 = 1 - |实际 - 预测| ÷ 预测,拿期初第一个周一存下的预测来比。"
    people = _people(report.biases)
    return "\n".join([f"{group}{_earlier(report.earlier)}", *([people] if people else []), formula])


def moves_text(group: str, report: Report, today: date) -> str:
    """Which deals changed the forecast since it was last kept."""
    if report.since is None:
        return f"{group}还没有上周存下的预测,没法比哪几单变了。"
    return f"{group}:{_moves(report, today) or f'{say_date(report.since, today)}以来没有变动大的单子'}。"


def deal_buttons(deals: Sequence[DealChance], names: Mapping[int, str]) -> list[Choice]:
    """The deals that matter most, one tap away."""
    customers = list(dict.fromkeys(deal.customer_id for deal in deals))[:MOST_BUTTONS]
    return [
        Choice(f"看看{names[customer]}", opens=ShowCustomer(customer)) for customer in customers if customer in names
    ]


def chance_text(policy: Policy, deals: Sequence[DealChance], closed: int, least: int, *, learned: bool) -> str:
    """How likely the open deals of a customer are won, and why."""
    lines = [_chance(policy, deal) for deal in deals]
    if not learned:
        lines.append(f"{too_little(closed, least)}{_by_stage(closed)}还没看这一单自己的情况。")
    return "\n".join(lines)


def nothing_open(customer: str) -> str:
    """That a customer has no open deal."""
    return f"{customer}没有在跟的单子,谈不上赢率。"


def too_little(closed: int, least: int) -> str:
    """That there is too little to learn from."""
    if closed >= least:
        return f"数据不足:{closed} 单有结果的单子里还没学出规律。"
    have = f"有结果的单子才 {closed} 单" if closed else "还没有有结果的单子"
    return f"数据不足:{have},至少要 {least} 单、跨三个月。"


def say_period(first: date, last: date, today: date) -> str:
    """本月, 这个季度, 2026 年, 11月23日到11月29日."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and (
        last.toordinal() + 1 == date(last.year + last.month // 12, last.month % 12 + 1, 1).toordinal()
    )
    year = "" if first.year == today.year else f"{first.year}年"
    if whole and months == 1:
        return "本月" if first <= today <= last else f"{year}{first.month}月"
    if whole and months == 3 and first.month % 3 == 1:
        return "这个季度" if first <= today <= last else f"{year}{QUARTERS[first.month // 3]}季度"
    if whole and months == 12:
        return "今年" if first <= today <= last else f"{first.year}年"
    return f"{say_date(first, today)}到{say_date(last, today)}"


def _by_stage(closed: int) -> str:
    if closed < FEW_CLOSED:
        return "先按阶段走到第几步粗估,"
    return "先按各阶段的成交率折算,"


def _interval(report: Report) -> str:
    if report.low_fen is None or report.high_fen is None:
        return ""
    return f",八成把握在 {say_money(report.low_fen)}到 {say_money(report.high_fen)}之间"


def _made_of(report: Report) -> str:
    parts = [f"已成交 {report.won_count} 单 {say_money(report.won_fen)}"] if report.won_count else ["还没有成交的"]
    parts.append(f"在跟的 {report.expected_count} 单折算 {say_money(report.open_fen)}")
    if report.new_fen:
        parts.append(f"还会来的新单按往年 {say_money(report.new_fen)}")
    return ",".join(parts) + "。"


def _deal(policy: Policy, deal: DealChance) -> str:
    return f"{deal.customer}({policy.stage_name(deal.stage)},{say_money(deal.amount_fen)},{deal.chance:.0%})"


def _chance(policy: Policy, deal: DealChance) -> str:
    worth = f",{say_money(deal.amount_fen)}" if deal.amount_fen else ""
    line = f",{deal.product_line}" if deal.product_line else ""
    why = [f"好的地方:{'、'.join(REASONS[name][0] for name in deal.helps)}"] if deal.helps else []
    why += [f"拖后腿的:{'、'.join(REASONS[name][1] for name in deal.hurts)}"] if deal.hurts else []
    return f"赢率约 {deal.chance:.0%}:{deal.customer}{line}({policy.stage_name(deal.stage)}{worth})。{';'.join(why)}"


def _earlier(earlier: Sequence[Earlier]) -> str:
    known = [one for one in earlier if one.accuracy is not None]
    if not known:
        return "以前的预测还没有到期的,准不准要过完一期才知道。"
    said = "、".join(f"{_short(one)} {max(one.accuracy or 0.0, 0.0):.0%}" for one in known)
    return f"前几期准确率:{said}。"


def _short(earlier: Earlier) -> str:
    one_month = earlier.first.month == earlier.last.month
    return f"{earlier.first.month}月" if one_month else f"{earlier.first.month}-{earlier.last.month}月"


def _moves(report: Report, today: date) -> str:
    if report.since is None or not report.moves:
        return ""
    return f"{say_date(report.since, today)}以来变动大的:" + ";".join(_move(move) for move in report.moves)


def _move(move: Move) -> str:
    how = {"won": "成交了", "lost": "丢了", "new": "新来的", "up": "把握大了", "down": "把握小了"}[move.how]
    sign = "+" if move.change_fen > 0 else "-"
    return f"{move.customer}{how},{sign}{say_money(abs(move.change_fen))}"


def _people(biases: Sequence[tuple[str, float]]) -> str:
    clear = [(name, bias) for name, bias in biases if abs(bias) >= CLEAR_BIAS][:MOST_PEOPLE]
    said = [f"{name}实际比预测{'高' if bias > 0 else '低'} {abs(bias):.0%}" for name, bias in clear]
    return "前几期里," + "、".join(said) + "。" if said else ""
