"""How the days, and the deals, are called that figures are of. Pure functions."""

from __future__ import annotations

from datetime import date, timedelta

from sales.period import Period

QUARTERS = "一二三四"
BEYOND = {
    "person": "{name}的数据只有他自己、他的主管和经理能看。",
    "team": "{name}的数据只有他们主管和经理能看。",
    "region": "你能看的单子里没有{name}的;别的大区要经理来问。",
    "company": "全公司的数据只有经理能看。",
    "nobody": "公司里没对上「{name}」这位同事。",
}


def beyond(what: str, name: str, mine: str) -> str:
    """Why something is not for the speaker, and what is."""
    return BEYOND[what].format(name=name) + (f"你能看的是{mine}的。" if what != "nobody" else "")


def say_days(period: Period, today: date) -> str:
    """今天, 11月, 四季度, 上半年, 2025年, 11月23日到11月29日."""
    first, last = period.first, period.last
    year = "" if first.year == today.year else f"{first.year}年"
    if first == last:
        return {0: "今天", -1: "昨天"}.get((first - today).days, f"{year}{first.month}月{first.day}日")
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year:
        months = last.month - first.month + 1
        if months == 12:
            return f"{first.year}年"
        if months == 1:
            return f"{year}{first.month}月"
        if months == 3 and first.month % 3 == 1:
            return f"{year}{QUARTERS[first.month // 3]}季度"
        if months == 6 and first.month in (1, 7):
            return f"{year}{'上' if first.month == 1 else '下'}半年"
    until = f"{last.month}月{last.day}日" if first.year == last.year else f"{last.year}年{last.month}月{last.day}日"
    return f"{year}{first.month}月{first.day}日到{until}"


def whose_deals(
    *, person: str | None, team: str | None, region: str | None, product: str | None, industry: str | None, mine: str
) -> str:
    """张伟, 华东一部, 华东·智能分拣设备; `mine` is what the speaker sees where nobody is named."""
    named = [part for part in (person, team, region, product, industry) if part]
    if not (person or team or region):
        return "·".join([mine, *named])
    return "·".join(named)
