"""Times, durations and money as people say them: 周三(11月25日)下午两点, 3 天 4 小时, 36 万元."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = "一二三四五六日"
DIGITS = "零一二三四五六七八九"
HOURS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
NEAR_DAYS = {-1: "昨天", 0: "今天", 1: "明天"}
DAY_PARTS = ((6, "凌晨"), (9, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def say_date(day: date, today: date) -> str:
    """周三(11月25日); 今天(11月23日); with the year where it is another one."""
    digits = f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
    near = NEAR_DAYS.get((day - today).days)
    return f"{near or '周' + WEEKDAYS[day.weekday()]}({digits})"


def say_time(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """周三(11月25日)下午两点; 今天(11月23日)下午三点半."""
    local = at.astimezone(zone)
    return say_date(local.date(), now.astimezone(zone).date()) + say_clock(local)


def say_clock(local: datetime) -> str:
    """下午两点, 上午九点半, 下午三点二十; `local` is in the zone it is to be said in."""
    part = next(name for until, name in DAY_PARTS if local.hour < until)
    hour = HOURS[local.hour if local.hour <= 12 else local.hour - 12]
    return f"{part}{hour}点{_minute(local.minute)}"


def time_label(local: datetime, now: datetime) -> str:
    """On a button: 今天 19:58, 明早 08:32; of a later day 周五晚上八点前, 周一早上八点半, after a week its
    date. Both in the zone it is to be said in."""
    days = (local.date() - now.date()).days
    if days <= 1:
        near = "今天" if days == 0 else "明早" if local.hour < 12 else "明天"
        return f"{near} {local:%H:%M}"
    half_hour = local - timedelta(minutes=local.minute % 30)
    before = local.minute % 30 > 20
    said = half_hour + timedelta(minutes=30) if before else half_hour
    day = f"周{WEEKDAYS[local.weekday()]}" if days < 7 else f"{local.month}月{local.day}日"
    return f"{day}{say_clock(said)}{'前' if before else ''}"


def _minute(minute: int) -> str:
    """半, 一刻, 零五分, 二十, 四十五."""
    if minute in (0, 15, 30):
        return {0: "", 15: "一刻", 30: "半"}[minute]
    if minute == 10:
        return "十分"
    tens, ones = divmod(minute, 10)
    if tens == 0:
        return f"零{DIGITS[ones]}分"
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"


def say_duration(span: timedelta) -> str:
    """3 天 4 小时, 5 小时, 20 分钟; to the larger two units."""
    minutes = max(int(span.total_seconds() // 60), 0)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {minutes} 分钟" if minutes and hours < 3 else f"{hours} 小时"
    return f"{max(minutes, 1)} 分钟"


def say_span(span: timedelta) -> str:
    """两天, 三天, also where it was stretched to a full or half hour; 3 天 4 小时 where it is not whole days."""
    days, rest = divmod(span, timedelta(days=1))
    whole = rest < timedelta(minutes=30) and 0 < days < len(HOURS)
    return f"{HOURS[days]}天" if whole else say_duration(span)


def say_money(fen: int) -> str:
    """36 万元, 4.85 万元, 9,600 元, 99.50 元."""
    yuan = fen / 100
    if yuan >= 10000:
        return f"{yuan / 10000:.2f}".rstrip("0").rstrip(".") + " 万元"
    return f"{yuan:,.2f}".removesuffix(".00") + " 元"
