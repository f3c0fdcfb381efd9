"""The funnel in words and as a picture: the figure first, then why, then what to look at next. Pure functions."""

from __future__ import annotations

from datetime import date

from analytics import charts
from analytics.funnel.figures import FEW, Funnel, Part, Step
from analytics.funnel.report import Report
from bot.wording.reports.spans import say_days
from bot.wording.values import say_money
from config.policy import Policy
from nlu.context import NO_OBJECTION
from sales.deals import LOST, WON
from sales.period import Period

DIMENSIONS = {"product": "产品线", "region": "大区", "team": "组", "person": "人"}
NOT_SET = {"product": "没填产品线", "region": "没填大区", "team": "没有组", "person": "没有人跟"}
LEGEND_FEW = f"不到 {FEW} 单,只作参考"
NO_REASON = "没记原因"
ONLY_OWN = "你能看的只有自己的单子,同事之间的要主管来问。"


def title(aspect: str, whose: str, by: str | None) -> str:
    """华东漏斗·按产品线."""
    what = {"loss": "丢单率", "reasons": "丢单原因", "win": "赢单率", "standing": "在谈的单子"}.get(aspect, "漏斗")
    return f"{of(whose)}{what}" + (f"·按{DIMENSIONS[by]}" if by else "")


def of(whose: str) -> str:
    """你的, 华东."""
    return "你的" + whose.removeprefix("你") if whose.startswith("你") else whose


def days_line(period: Period, against: Period, today: date) -> str:
    """11月(还没过完),和10月比."""
    unfinished = "(还没过完)" if period.first <= today < period.last else ""
    return f"{say_days(period, today)}{unfinished},和{say_days(against, today)}比"


def funnel_text(policy: Policy, head: str, report: Report, than: str) -> str:
    """The funnel of a period: what came, was won and lost; each stage; where most are lost."""
    now, before = report.now, report.before
    if now.is_empty:
        return f"{head}\n这段时间没有单子进来、推进或结束。{_standing_line(report)}"
    lines = [head, _ends(now), _change(than, now, before), why(policy, report)]
    lines += [_step_line(policy, step, that) for step, that in _steps(now, before)]
    lines += [_won_line(policy, now, before), _standing_line(report)]
    return "\n".join(filter(None, lines))


def win_text(head: str, report: Report, than: str) -> str:
    """赢单率 40%:成交 2 单,丢 3 单."""
    now, before = report.now, report.before
    if now.win_share is None:
        return f"{head}\n数据不足:这段时间没有成交也没有丢单。"
    small = "(不到 5 单,只作参考)" if now.won + now.lost < FEW else ""
    than_share = f",{than} {percent(before.win_share)}" if before.win_share is not None else f",{than}没有数据"
    return f"{head}\n赢单率 {percent(now.win_share)}{small}:{_ends(now).removesuffix('。')}{than_share}。"


def standing_text(policy: Policy, whose: str, report: Report, stage: str | None) -> str:
    """How many deals are in each stage now, or in one."""
    shown = [one for one in report.standing if stage in (None, one.stage)]
    count, worth = sum(one.count for one in shown), sum(one.amount_fen for one in shown)
    if stage is not None:
        return f"{whose}现在在{policy.stage_name(stage)}的有 {count} 单,合计 {say_money(worth)}。"
    lines = [f"·{policy.stage_name(one.stage)} {one.count} 单,{say_money(one.amount_fen)}" for one in shown]
    return "\n".join([f"{whose}现在在谈 {count} 单,合计 {say_money(worth)}:", *lines])


def parts_text(policy: Policy, head: str, report: Report, by: str, than: str) -> str:
    """The funnel of each part, a line each, with how it ended in the period before."""
    if not report.parts:
        return f"{head}\n这段时间没有单子进来、推进或结束。"
    before = {part.name: part.funnel for part in report.parts_before}
    lines = [_part_line(policy, part, by) + _part_before(before.get(part.name), than) for part in report.parts]
    more = [f"……还有 {report.others} 个{DIMENSIONS[by]}"] if report.others else []
    return "\n".join([head, _ends(report.now), *lines, *more])


def funnel_chart(policy: Policy, name: str, days: str, report: Report, than: str) -> charts.FunnelBars:
    """The funnel as bars."""
    bars = [
        charts.FunnelBar(
            policy.stage_name(step.stage), step.entered, f"{step.entered} 单·{say_money(step.amount_fen)}",
            that.entered, f"{than} {that.entered} 单", _onward(step), is_small=0 < step.entered < FEW,
        )
        for step, that in _steps(report.now, report.before)
    ]  # fmt: skip
    won, before = report.now, report.before
    bars.append(
        charts.FunnelBar(
            policy.stage_name(WON), won.won, f"{won.won} 单·{say_money(won.won_fen)}", before.won,
            f"{than} {before.won} 单", is_small=0 < won.won < FEW,
        )
    )  # fmt: skip
    notes = (_ends(won), *filter(None, [why(policy, report)]))
    return charts.FunnelBars(name, days, tuple(bars), ("这段时间", than, LEGEND_FEW), notes)


def standing_chart(policy: Policy, name: str, days: str, report: Report) -> charts.FunnelBars:
    """The deals in each stage now as bars."""
    bars = tuple(
        charts.FunnelBar(policy.stage_name(one.stage), one.count, f"{one.count} 单·{say_money(one.amount_fen)}")
        for one in report.standing
    )
    return charts.FunnelBars(name, days, bars)


def matrix_chart(policy: Policy, name: str, days: str, report: Report, by: str | None, *, bad: bool) -> charts.Matrix:
    """Loss rates (`bad`) or conversion of each part by stage."""
    of_parts = [(part_name(part, by), part.funnel) for part in report.parts] or [("全部", report.now)]
    rows = tuple(charts.MatrixRow(name, _cells(funnel, bad=bad)) for name, funnel in of_parts)
    columns = tuple(policy.stage_name(step.stage) for step in report.now.steps)
    legend = ("丢得少", "丢得多", LEGEND_FEW) if bad else ("转化低", "转化高", LEGEND_FEW)
    notes = [f"还有 {report.others} 个{DIMENSIONS[by]}没画"] if by and report.others else []
    if bad and report.now.lost:
        notes.append(
            f"这段时间丢了 {report.now.lost} 单({where_lost(policy, report.now)});颜色是这段时间进来的单子丢的比例"
        )
    because = why(policy, report)
    return charts.Matrix(name, days, columns, rows, bad, legend, (*notes, *([because] if because else [])))


def percent(share: float | None) -> str:
    """38%, 数据不足."""
    return "数据不足" if share is None else f"{share * 100:.0f}%"


def _cells(funnel: Funnel, *, bad: bool) -> tuple[charts.Cell, ...]:
    """A cell for each stage: the rate of those that came to it in the period, and if `bad` how many were lost in it
    meanwhile, whenever they had come."""
    lost = dict(funnel.lost_in) if bad else {}
    return tuple(_cell(step, lost.get(step.stage, 0), bad=bad) for step in funnel.steps)


def _cell(step: Step, lost: int, *, bad: bool) -> charts.Cell:
    share = step.lost_share if bad else step.passed_share
    also = f"丢 {lost}" if lost and lost != step.lost else ""
    if share is None:
        return charts.Cell(None, "–", also)
    of = f"{step.lost if bad else step.passed}/{step.entered}"
    return charts.Cell(share, percent(share), f"{of} {also}".strip(), step.is_small)


def _steps(now: Funnel, before: Funnel) -> list[tuple[Step, Step]]:
    return list(zip(now.steps, before.steps, strict=True))


def _ends(funnel: Funnel) -> str:
    """新进 12 单,成交 2 单 60 万元,丢 3 单 90 万元,赢单率 40%。"""
    won = f"成交 {funnel.won} 单" + (f" {say_money(funnel.won_fen)}" if funnel.won else "")
    lost = f"丢 {funnel.lost} 单" + (f" {say_money(funnel.lost_fen)}" if funnel.lost else "")
    share = f",赢单率 {percent(funnel.win_share)}" if funnel.won + funnel.lost >= FEW else ""
    return f"新进 {funnel.steps[0].entered} 单,{won},{lost}{share}。"


def _step_line(policy: Policy, step: Step, before: Step) -> str:
    onward = _onward(step)
    few = "*" if 0 < step.entered < FEW else ""
    was = f"(之前 {before.entered})" if before.entered else ""
    line = f"·{policy.stage_name(step.stage)} {step.entered} 单{few}{was},{say_money(step.amount_fen)}"
    return f"{line},{onward}" if onward else line


def _won_line(policy: Policy, now: Funnel, before: Funnel) -> str:
    was = f"(之前 {before.won})" if before.won else ""
    few = any(0 < step.entered < FEW for step in now.steps)
    note = f"\n* {LEGEND_FEW}" if few else ""
    return f"·{policy.stage_name(WON)} {now.won} 单{was},{say_money(now.won_fen)}{note}"


def _onward(step: Step) -> str:
    """8 单往后走(67%),丢 2 单(17%)"""
    if not step.entered:
        return ""
    lost = f",丢 {step.lost} 单({percent(step.lost_share)})" if step.lost else ""
    return f"{step.passed} 单往后走({percent(step.passed_share)}){lost}"


def where_lost(policy: Policy, now: Funnel) -> str:
    """线索 1、需求确认 1"""
    return "、".join(
        f"{policy.stage_name(stage) if stage else '不知道哪个阶段'} {count}" for stage, count in now.lost_in
    )


def part_name(part: Part, by: str | None) -> str:
    return part.name if part.name is not None else NOT_SET[by or "person"]


def _part_line(policy: Policy, part: Part, by: str) -> str:
    steps = "、".join(f"{policy.stage_name(step.stage)} {step.entered}" for step in part.funnel.steps if step.entered)
    ends = [f"成交 {part.funnel.won} 单 {say_money(part.funnel.won_fen)}"] if part.funnel.won else []
    ends += [f"丢 {part.funnel.lost} 单"] if part.funnel.lost else []
    return f"·{part_name(part, by)}:{','.join(filter(None, [steps, *ends]))}"


def _part_before(before: Funnel | None, than: str) -> str:
    """(10月成交 2 单 60 万元,丢 1 单)"""
    if before is None or not (before.won or before.lost):
        return ""
    ends = [f"成交 {before.won} 单 {say_money(before.won_fen)}"] if before.won else []
    ends += [f"丢 {before.lost} 单"] if before.lost else []
    return f"({than}{','.join(ends)})"


def why(policy: Policy, report: Report) -> str:
    """Where most were lost in the period, and for what; where none was, of those that came in it."""
    known = [key for key, _ in report.reasons if key and key != NO_OBJECTION]
    because = f",多半因为{reason_name(policy, known[0])}" if known else ""
    lost_in = [(stage, count) for stage, count in report.now.lost_in if stage]
    if lost_in:
        stage, count = max(lost_in, key=lambda item: item[1])
        return f"{policy.stage_name(stage)}丢得最多:{count} 单{because}。"
    lossy = [step for step in report.now.steps if step.lost]
    if lossy:
        worst = max(lossy, key=lambda step: (not step.is_small, step.lost_share or 0, step.lost))
        return (
            f"这段时间进来的单子后来也有丢的,{policy.stage_name(worst.stage)}最多:"
            f"{worst.entered} 单里丢了 {worst.lost} 单({percent(worst.lost_share)})。"
        )
    enough = [step for step in report.now.steps if not step.is_small and step.passed < step.entered]
    if not enough:
        return ""
    narrow = min(enough, key=lambda step: step.passed_share or 0)
    return f"最窄的是{policy.stage_name(narrow.stage)}:{narrow.entered} 单里 {narrow.passed} 单往后走。"


def _change(than: str, now: Funnel, before: Funnel) -> str:
    if before.is_empty:
        return f"{than}没有数据,没法比。"
    return (
        f"和{than}比:新进 {now.steps[0].entered} 对 {before.steps[0].entered},成交 {now.won} 对 {before.won}"
        f"({say_money(now.won_fen)}对{say_money(before.won_fen)}),丢 {now.lost} 对 {before.lost}。"
    )


def _standing_line(report: Report) -> str:
    count, worth = sum(one.count for one in report.standing), sum(one.amount_fen for one in report.standing)
    return f"现在在谈 {count} 单,合计 {say_money(worth)}。" if count else ""


def reason_name(policy: Policy, key: str) -> str:
    return policy.say("objections", key) if key else NO_REASON


def stage_said(policy: Policy, stage: str | None, whose: str, days: str) -> str:
    """What a list of deals is headed with: 华东在方案报价的, 11月丢的."""
    if stage == WON:
        return f"{whose}{days}成交的"
    if stage == LOST:
        return f"{whose}{days}丢的"
    return f"{whose}在{policy.stage_name(stage)}的" if stage is not None else f"{whose}在谈的"
