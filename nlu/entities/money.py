"""Sums of money in a message: 48万, 三万五, 50-80万, 一百来万, 1,350,000元. Pieces, discounts and areas are none.

A numeral is a sum if its unit says so (万 does), if the words before it do (预算, 报价), or if it is a plain number of
thousands (一千五); never if it counts something (两万平, 五十万台) or is of another country's money (3万美元), which
is not converted. 预算给到50 means 万, as sales people leave it out.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from nlu.text.numerals import ARABIC, DIGITS, UNITS, everyday, number
from nlu.text.plain import plain

SCALES = {"千万": 1e7, "百万": 1e6, "万": 1e4, "w": 1e4, "千": 1e3, "k": 1e3, "百": 1e2, "亿": 1e8}
BIG = ("万", "亿", "百万", "千万")
HAN = r"[一二两三四五六七八九十百千][零一二两三四五六七八九十百千万亿]{0,15}"
SCALE = r"千万|百万|万|亿|千|百|[wk](?![a-z]|\d\d)"
CURRENCY = r"元(?![旦件素老月宵器桥区里复宝首])|块钱?|圆|人民币|rmb(?![a-z])"


def _figure(name: str) -> str:
    """A number and its scale: 3.5万, 五百二十万, 三十来万, 5个w, 18万6; groups are `name`, `name`_about …"""
    return (
        rf"(?P<{name}>{HAN}|{ARABIC})(?: (?=[万亿千百wk]))?(?P<{name}_about>[来多几余](?=[万亿千百wk]))?"
        rf"(?:个(?=亿|[wk](?![a-z0-9])))?(?P<{name}_scale>{SCALE})?(?P<{name}_tail>"
        rf"(?<=亿)\d{{1,4}}[千百]?万|(?<=[万千亿wk])\d(?![\d.])(?:[千百]\d?(?!\d))?)?"
    )


_ONE = rf"{_figure('high')}(?P<more>[多来余]|出头)?(?: ?(?P<currency>{CURRENCY}))?"
JOINT = re.compile(r" ?[-~到至]")
ONE = re.compile(rf"(?P<sign>¥ ?|rmb ?)?(?<![a-z0-9.\-/_#第])(?<![几数]){_ONE}")
RANGE = re.compile(rf"(?P<sign>¥ ?|rmb ?)?{_figure('low')}(?:{CURRENCY})? ?(?:-|~|到|至) ?{_ONE}")
TWO_IN_ONE = re.compile(r"((?:.{0,14}[十百千万])?)([一二两三四五六七八])([二两三四五六七八九])([十百千万亿].*)")

# what follows a number that counts things
MEASURES = (
    "台套件人平方米吨斤片箱盒袋瓶张次家户颗支根辆只份字页桶卷粒升度瓦伏亩股票步倍成折号月日天点分秒"
    "株头棵名位路座间栋层批款种组串节段遍趟课门班条篇道期㎡%"
)
# a space parts 62万5千 from 年前
COUNTED = re.compile(
    rf"(?! [年月日天点分时]) ?(?:[多来余几]?个(?!w|k)|[多来余几]?(?:[{MEASURES}]|年(?![前后底初终])|公里|公斤"
    r"|千瓦|小时|像素|粉丝|用户|会员|学生|流量|并发|毫|厘|转(?!账)|单(?![价笔])|m2|m²|mm|kg|km|kw))"
)
FOREIGN = re.compile(
    r" ?(?:[美港欧日韩澳加]元|美[金刀]|刀(?![具片模叉])|[港韩澳新]币|欧(?![阳洲])|英镑|日圆|泰铢|卢[布比]"
    r"|(?:usd|hkd|eur|gbp|jpy)(?![a-z]))"
)
FOREIGN_BEFORE = re.compile(r"(?:\$|€|£|usd|hkd|eur|gbp|jpy|[美港欧]元|美金|港币) ?$")
# about one of what they name: 百八十万, 百把万, 万把块
ABOUT_ONE = re.compile(
    r"(?<![0-9.零一二两三四五六七八九十百千万几数好])(?:(?P<one>[百千万])(?:把|(?<=百)八十|(?<=千)八百)"
    rf"(?:(?P<scale>[万亿])|(?= ?(?:{CURRENCY})))|万儿八千)(?: ?(?:{CURRENCY}))?"
)
NO_K = re.compile(r"[屏高分电显视摄像画超]")  # 4k屏 is a resolution
NO_W = re.compile(r" ?的?(?:功率|灯|led|瓦|电机|电源|充电|射灯)")
NO_ADVERB = re.compile(r"元|级|块|以[上内下]|左右|上下|的?[预大规项]")  # 千万级 is a sum, 千万别 is not
CHEAP = re.compile(r"钱|一[平片米箱台个件套吨年张根]|[每/左以不的,。!?;、) ]|$")  # 98块一平; 三块样板 are pieces

CUE = re.compile(
    r"(?:预算|[报开出要]价|报|价格?|[总售单原底]价|金额|合同额"
    r"|[货尾欠订定押余回]款|[定订押]金|首付款?|欠|付|收|成交额?|签|费用?|额度|花)"
    r"(?:[了过]|是|为|大概|大约|差不多|约|在|到|就|款|[:,]|共|有|只|才|也|能| ){0,4}$"
)
# where 万 is left out: 预算给到50, 报价80
CALLED = re.compile(
    r"(?:预算|报价|总价|合同额|budget)(?:[了是为在到就只能给批约有]|大概|大约|差不多|估计|最多|顶多|也就|[:]| ){0,4}$"
)
OF_ONE_PIECE = re.compile(r"单价|每[\u4e00-\u9fff]|一[平片米箱台个件套吨张]")
CLOSES = re.compile(
    r" ?(?:左右|上下|以[内下上]|封顶|出头|之间|的?样子)?[吧呢啊了]?(?:[,。;!?、)]|$| (?![a-z0-9年月日天点分时号]))"
)
UP_TO = re.compile(
    r"(?:不超过?|别超过?|不能超过?|最多|最高|撑死|封顶|至多|顶多|不到|(?<!不)"
    r"(?:低于|小于|少于)|不足|不高于|上限|控制在)(?:[是为在]|也就|就|:)?$"
)
AT_LEAST = re.compile(
    r"(?:(?<![不别])超过?|不低于|不少于|不小于|至少|起码|不止|少说|最少"
    r"|最低|(?<!不)(?:高于|大于|多于)|下限)(?:[是为要在]|也要|也得|得|:)?$"
)
ABOUT = re.compile(r"(?:大概|大约|约|差不多|将近|接近|近|估计|可能|上|小|毛)(?:[是有在要个]|也就|就)?$")
WITHIN = re.compile(r" ?(?:以内|不到|往下|朝下|之内|内(?![部存容])|以下|之下|封顶|顶天|打住)")
AND_MORE = re.compile(r" ?(?:以上|往上|朝上|之上|打底|起步|起(?![来草码]))")
OR_SO = re.compile(r" ?(?:左右|上下|出头|的?样子|附近)")

LOOK_BACK = 10  # code points before a number that may say what it is
MOST = 100  # sums that are read; more is no message that a person wrote
LARGEST = 1e11  # more is a code or a telephone number


@dataclass(frozen=True)
class Sum:
    """Yuan, said at `start`..`end` (code points, end exclusive). `low` and `high` are equal for one figure; an open
    end is None above and 0 below. `approximate`: 三十来万, 大概, 左右."""

    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool = False

    @property
    def amount(self) -> int | float:
        """As the amount of a deal: one figure; of a range its lower end, of an open one the end it has."""
        return _neat(self.low or self.high or 0)

    def budget(self) -> int | float | list[int | float | None]:
        """As a budget: a number, or [min, max] where max may be None."""
        if self.low == self.high and self.low is not None:
            return _neat(self.low)
        return [_neat(self.low or 0), None if self.high is None else _neat(self.high)]


def find_sums(text: str) -> list[Sum]:
    """The sums of `text`, left to right, without overlap."""
    words = everyday(plain(text))
    loose = deque(ABOUT_ONE.finditer(words))
    found: list[Sum] = []
    at = 0
    while len(found) < MOST:
        match = ONE.search(words, at)
        while loose and loose[0].start() < at:
            loose.popleft()
        if loose and (match is None or loose[0].start() <= match.start()):
            one: Sum | None = _about_one(loose.popleft())
        elif match is None:
            break
        else:
            one, at = _sum_at(words, match)
        if one is not None:
            found.append(one)
            at = one.end
    return found


def _about_one(match: re.Match[str]) -> Sum:
    value = float(UNITS[match["one"] or "万"] * UNITS.get(match["scale"], 1))
    return Sum(*match.span(), value, value, approximate=True)


def _sum_at(words: str, match: re.Match[str]) -> tuple[Sum | None, int]:
    """The sum that begins with `match`, if it is one, and where to read on."""
    before = _before(words, match)
    between = RANGE.match(words, match.start()) if JOINT.match(words, match.end()) else None
    last = between or match
    if FOREIGN.match(words, last.end()) or FOREIGN_BEFORE.search(before):
        return None, last.end()
    one = (between and _range(words, between)) or _single(words, match)
    return one, match.end()


def _single(words: str, match: re.Match[str]) -> Sum | None:
    before = _before(words, match)
    figure = _read(words, match, before)
    return figure and _bounded(words, before, figure)


def _range(words: str, match: re.Match[str]) -> Sum | None:
    """50-80万, 50万到60万, 8000到1万: the scale said once is both's."""
    before = _before(words, match)
    until = _read(words, match, before)
    begin = _value(match["low"], match["low_scale"] or "", match["low_tail"] or "")
    if until is None or until.high is None or begin is None:
        return None
    scale = _scale(words, match, before)
    low = next((shared for shared in _sharing_scale(match, scale, begin[0]) if shared < until.high), begin[0])
    low, high = min(low, until.high), max(low, until.high)
    return _bounded(words, before, Sum(match.start(), until.end, low, high, until.approximate))


def _scale(words: str, match: re.Match[str], before: str) -> str:
    """The scale of the (higher) figure; 万 where it is left out after what names a deal's sum."""
    if match["high_scale"] or match["currency"] or match["sign"]:
        return match["high_scale"] or ""
    if not CALLED.search(before) or OF_ONE_PIECE.search(before) or COUNTED.match(words, match.end()):
        return ""
    value = number(match["high"]) if CLOSES.match(words, match.end()) else None
    return "万" if value and 10 <= value < 1000 else ""


def _before(words: str, match: re.Match[str]) -> str:
    return words[max(0, match.start() - LOOK_BACK) : match.start()]


def _is_money(words: str, match: re.Match[str], before: str) -> bool:
    numeral, scale, after = match["high"], _scale(words, match, before), match.end()
    currency = match["currency"] or ""
    if match["sign"] or currency not in ("", "块"):
        return True
    if currency == "块":
        return bool(CHEAP.match(words, after) or CUE.search(before))
    big = scale in BIG or "万" in numeral or "亿" in numeral
    if not (big or scale or len(numeral) > 2 or "百" in numeral or "千" in numeral):
        return False
    if COUNTED.match(words, after) and not _loose_tail(match):
        return False
    if numeral + scale in ("千万", "百万") and not match["high_about"]:
        return bool(NO_ADVERB.match(words, after)) or before.endswith(("上", "近", "过"))
    if scale == "k":
        return bool(CUE.search(before)) or not NO_K.match(words, after)
    if scale == "w":
        return not NO_W.match(words, after) and not before.endswith("功率")
    if big or ("千" in numeral + scale and not words[after : after + 1].isalnum()):
        return True
    return bool(CUE.search(before)) and _at_least_hundred(numeral + scale)


def _at_least_hundred(numeral: str) -> bool:
    value = number(numeral)
    return value is not None and 100 <= value < 1e10 and numeral not in UNITS


def _loose_tail(match: re.Match[str]) -> bool:
    """Whether the last digit may count what follows instead: 五十万两台."""
    if match["more"] or match["currency"]:
        return False
    return bool(match["high_tail"]) or bool(re.search(r"[万千百][一二两三四五六七八九]$", match["high"]))


def _read(words: str, match: re.Match[str], before: str) -> Sum | None:
    """The (higher) figure, where it is money."""
    if not _is_money(words, match, before):
        return None
    numeral, scale, tail, end = match["high"], _scale(words, match, before), match["high_tail"] or "", match.end()
    if _loose_tail(match) and COUNTED.match(words, end):
        if not ("万" in numeral + scale or scale == "w"):
            return None
        numeral, tail, end = numeral if tail else numeral[:-1], "", end - len(tail or numeral[-1])
    value = _value(numeral, scale, tail)
    if value is None or value[1] >= LARGEST:
        return None
    return Sum(match.start(), end, *value, bool(match["high_about"] or match["more"]))


def _value(numeral: str, scale: str, tail: str) -> tuple[float, float] | None:
    """The figure, twice; the two ends where two are said in one (二三十万)."""
    scaled = numeral + {"w": "万", "k": "千"}.get(scale, scale)
    two = TWO_IN_ONE.fullmatch(scaled)
    if two:
        low, high = number(two[1] + two[2] + two[4]), number(two[1] + two[3] + two[4])
        if low is not None and high is not None and low < high:
            return low, high
    value = number(numeral)
    if value is None:
        return None
    factor = SCALES.get(scale, 1.0)
    rest = number(tail) or 0.0 if len(tail) > 1 else int(tail or 0) * factor / 10
    return (value * factor + rest,) * 2


def _sharing_scale(match: re.Match[str], scale: str, low: float) -> Iterator[float]:
    """The lower figure with the scale that is said once, after the higher: 50到80万, 三到五百万."""
    said, high = match["low"], match["high"]
    if match["low_scale"] or said[-1] in "万亿":
        return
    if len(said) == 1 and said in DIGITS and high[0] in DIGITS and high[1:2] in ("十", "百", "千"):
        yield number(said + high[1:]) or low
    yield low * SCALES.get(scale or high[-1], 1.0)


def _bounded(words: str, before: str, found: Sum) -> Sum:
    """`found` with 以内, 以上, 不超过, 左右 around it; the words after it are part of it."""
    low, high = found.low, found.high
    after = WITHIN.match(words, found.end)
    if after or UP_TO.search(before):
        low = 0.0 if low == high else low
    elif (after := AND_MORE.match(words, found.end)) or AT_LEAST.search(before):
        high = None if low == high else high
    else:
        after = OR_SO.match(words, found.end)
    about = found.approximate or bool(ABOUT.search(before)) or bool(OR_SO.match(words, found.end))
    return Sum(found.start, after.end() if after else found.end, low, high, about)


def _neat(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 2)
