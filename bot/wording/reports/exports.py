"""A file of customers or deals, in words. Pure functions."""

from __future__ import annotations

from datetime import date

from analytics.export import LATE, OPEN
from bot.wording.reports.funnel import of, stage_said
from config.policy import Policy

WHICH = "导哪一份?刚才那份做不成表,能导的点一下,或者说「导出上个月丢的单子」。"
FAILED = "文件没做成,过一会儿再说一次。"


def which_deals(policy: Policy, stage: str | None, days: str) -> str:
    """11月丢的, 在谈的, 在方案报价的; nothing where all are meant."""
    if stage is None:
        return ""
    if stage == LATE:
        return "超时的"
    return stage_said(policy, None if stage == OPEN else stage, "", days)


def made(whose: str, count: int, *, of_customers: bool) -> str:
    """华东一部的客户,共 18 家。"""
    what = f"客户,共 {count} 家" if of_customers else f"单子,共 {count} 单"
    return f"{_whose(whose)}{what}。Excel 直接能打开;谁导出了什么会留记录。"


def nothing(whose: str, *, of_customers: bool) -> str:
    """That there is nothing to take along."""
    return f"{_whose(whose)}{'客户' if of_customers else '单子'}一条也没有,没什么可导的。"


def file_name(whose: str, day: date, *, of_customers: bool) -> str:
    """华东一部客户20261123"""
    return f"{_whose(whose).removesuffix('的').replace('·', '')}{'客户' if of_customers else '单子'}{day:%Y%m%d}"


def _whose(whose: str) -> str:
    named = of(whose)
    return named if named.endswith("的") else f"{named}的"
