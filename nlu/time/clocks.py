"""Parts of the day and clock times: 下午, 下班前, 三点半, 15:30, 两点来钟.

Minutes count from midnight, beyond 1440 into the next day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.text.numerals import SMALL, small
from nlu.time.days import NUMBERS, Words


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: `default` is its hour where none is said (None: only the day counts), `over` the hour
    it ends."""

    default: int | None
    over: int


MORNING, FORENOON, NOON, AFTERNOON, DUSK, EVENING = (
    Part(9, 10), Part(10, 12), Part(12, 14), Part(14, 18), Part(18, 20), Part(19, 24),
)  # fmt: skip
AFTER_LUNCH, NIGHT, SMALL_HOURS, AFTER_WORK = Part(13, 18), Part(19, 24), Part(None, 6), Part(18, 24)

PARTS = {
    "凌晨": SMALL_HOURS, "清晨": MORNING, "清早": MORNING, "大清早": MORNING, "一大早": MORNING,
    "一早": MORNING, "早上": MORNING, "早晨": MORNING, "早": MORNING, "晨": MORNING,
    "一上班": MORNING, "上班前": MORNING, "上班时": MORNING,
    "上午": FORENOON, "中午": NOON, "午间": NOON, "午饭前": NOON, "午休前": NOON, "中饭前": NOON, "午餐前": NOON,
    "午饭后": AFTER_LUNCH, "午休后": AFTER_LUNCH, "中饭后": AFTER_LUNCH, "午餐后": AFTER_LUNCH,
    "下午": AFTERNOON, "午后": AFTERNOON, "傍晚": DUSK, "黄昏": DUSK,
    "晚上": EVENING, "晚间": EVENING, "夜晚": EVENING, "晚": EVENING,
    "夜里": NIGHT, "夜": NIGHT, "半夜": NIGHT, "深夜": NIGHT,
    "下班": AFTER_WORK, "下班前": AFTER_WORK, "下班之前": AFTER_WORK, "下班以前": AFTER_WORK, "下班后": AFTER_WORK,
    "收工前": AFTER_WORK,
}  # fmt: skip

# 一上午 is a length
NOT_A_WHOLE = r"(?<!^一)(?<![^周期拜]一)"
PART = (
    r"(?P<part>凌晨|大?清早|清晨|一大早|一早|早[上晨](?!好)"
    r"|(?<=[今明昨天日号一二三四五六])早(?![点些就已日期知前晚餐饭会一])"
    r"|[早晚](?=(?:\d{1,2}|[五六七八九]|十[一二]?)[点:])"
    rf"|(?<=今)晨|一上班|上班[前时]|{NOT_A_WHOLE}[上下]午(?!好|茶)"
    rf"|中午(?!好)|午间|午后|(?:午[饭休餐]|中饭)[前后]|傍晚|黄昏"
    rf"|{NOT_A_WHOLE}晚上(?!好)|晚间|夜晚|夜里|深夜|半夜|"
    rf"(?<=[今明昨前天日号一二三四五六末])晚(?![点些餐饭一])|(?<=[今昨])夜"
    r"|下班(?:之前|以前|前|后(?!面)|(?=再|提醒|叫|时|的时候|给))|(?<=[今明天日一二三四五])下班(?!了)|收工前)"
)

# a point that is no clock time: 三点建议, 两点要求, 八点五折
COUNTED = (
    r"(?!小?(?:问题|建议|要求|意见|想法|疑[问虑]|原因|理由|优势|优点"
    r"|缺点|好处|不足|希望|共识|收获|异议|体会|感[受想]|需求|内容)"
    r"|说明|诉求|顾虑|反馈|补充|位|经验|区别|差[别异]|好感|意思|几|一线|心得|担心|[一二三四五六七八九](?:[,。;、 ]|$)"
    r"|\d*[零一二三四五六七八九十几]*(?:折|[万亿个倍%]|小时|公里|米|吨|元|块|成))"
)
# what is before a count or a comparison: 有一点, 让两点, 说了三点
NOT_BEFORE = (
    r"(?<![第几有差让降涨返扣抽加减提说讲列高低利这那])(?<![^不]多)"
    r"(?<!提了|说了|讲了|列了|谈了|聊了|记了|写了|结了|纳了|确了|应了|让了|降了"
    r"|涨了|回了|答了|以上|上述|如下|以下|下面|下列|前面|补充|强调|总结|要求)"
)
SAID = r"(?:(?<=[午晚晨])|(?<=[早晚]上))"
MINUTES = (
    rf"(?:钟?整|半|[一1]刻钟?|[三3]刻钟?|过?{SMALL}分|零[一二三四五六七八九]|[0-5]\d(?!\d)"
    r"|[二三四五]?十[一二三四五六七八九]?|[二三四五](?=分))?"
)
HOUR = r"(?:2[0-4]|1\d|0?\d|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
# 一点 alone is "a bit", unless a day, a part of day or minutes make it a clock time
ONE_O_CLOCK = (
    r"(?:(?<=[午夜晨上天日号])|(?<=[周期拜][一二三四五六])|(?<=饭后)|(?=.点(?:[钟半整一三十二四五\d]|左右|提醒|叫|喊)))"
    r"一(?!点[都也儿没不])"
)
CLOCK = (
    rf"(?P<clock>(?:差(?P<clock_short>[一1]刻|{SMALL}分)钟?[到就]?)?(?<![\d.:/\-%a-z百千万零])"
    r"(?:(?:2[0-4]|[01]?\d):[0-5]\d(?!\d)(?::[0-5]\d)?分?(?: ?[ap]m(?![a-z]))?|(?:1[0-2]|0?[1-9]) ?[ap]m(?![a-z])"
    rf"|{NOT_BEFORE}(?P<clock_few>十?[一二两三四五六七八九])(?=[二三四五六七八九]点{COUNTED}).点钟?"
    rf"|(?:{SAID}|{NOT_BEFORE}(?=\w{{1,3}}点(?:多|来)?钟?{COUNTED}))"
    rf"(?:(?!一点){HOUR}|{ONE_O_CLOCK})点(?:多|来)?钟?{MINUTES}"
    rf"|(?:2[0-4]|1\d|0?\d)时(?:[0-5]?\d分?|整|半)?(?!间|候|代|长|效|段|点))(?:左右|前后|来钟|多)?)"
)
WORDS = (Words(PART, "凌清早晨一上下中午傍黄晚夜深半收大"), Words(CLOCK, NUMBERS + "差"))
_CLOCK_PARTS = re.compile(
    rf"(?P<hour>{SMALL})(?:[点时:](?:多|来)?钟?(?:(?P<half>半)|(?P<quarters>[一三13])刻|过?(?P<minutes>{SMALL})分?)?)?"
    r"(?::\d\d)? ?(?P<half_day>[ap]m)?"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock time says. `certain`: one hour of twenty-four (15:30, 08:00), not one of two (三点)."""

    minutes: int
    certain: bool


def read_part(match: re.Match[str]) -> Part:
    return PARTS[match["part"]]


def read_clock(match: re.Match[str]) -> Clock | None:
    words, short = match["clock"], match["clock_short"]
    if match["clock_few"]:
        return Clock(small(match["clock_few"]) * 60, certain=False)
    parts = _CLOCK_PARTS.search(words, len("差" + short) if short else 0)
    if parts is None:
        return None
    hour, minutes, half_day = small(parts["hour"]), _minutes(parts), parts["half_day"]
    if hour > 24 or minutes > 59:
        return None
    if half_day:
        hour = hour % 12 + (12 if half_day == "pm" else 0)
    if short:
        minutes -= 15 if "刻" in short else small(short.removesuffix("分"))
    return Clock(hour * 60 + minutes, bool(half_day) or hour > 12 or hour == 0 or words.startswith("0"))


def _minutes(parts: re.Match[str]) -> int:
    if parts["quarters"]:
        return 15 if parts["quarters"] in "一1" else 45
    return 30 if parts["half"] else small(parts["minutes"]) if parts["minutes"] else 0


def in_part(clock: Clock, part: Part) -> int:
    """The minutes of the day that a clock time means in a part of the day; past midnight for 晚上十二点."""
    if clock.certain:
        return clock.minutes
    hour = clock.minutes // 60
    if part in (AFTERNOON, DUSK, AFTER_LUNCH, AFTER_WORK):
        return clock.minutes + (720 if hour < 12 else 0)
    if part is NOON:
        return clock.minutes + (720 if hour < 6 else 0)
    if part is EVENING:
        return clock.minutes + (1440 if hour < 4 else 720)
    if part is NIGHT:
        return clock.minutes + (720 if hour >= 6 else 0)
    return clock.minutes - (720 if part is SMALL_HOURS and hour == 12 else 0)


def by_day(clock: Clock) -> int:
    """A clock time beside a named day and no part of it: the one inside 08:00-19:59."""
    if clock.certain or 8 * 60 <= clock.minutes < 20 * 60:
        return clock.minutes
    return (clock.minutes + 720) % 1440
