"""Numbers as people write them: 3, 3.5, 1,350,000, 三, 两百三十万, 三万五, 3千5, 廿五, 三点五万."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.rules import rules

_RULES = rules("numerals")
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3}
TENS = {"廿": 20, "卅": 30}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬圆", "一二三四五六七八九十百千万元")
_PARTS = re.compile(rf"\d+(?:\.\d+)?|[{''.join((*DIGITS, *TENS, *UNITS))}]")


@lru_cache(maxsize=4096)
def number(words: str) -> float | None:
    """The value of a whole numeral; the short colloquial forms among them (一千五 is 1500, 百万 a million).
    None for what is no numeral."""
    words = words.replace(",", "")
    if "点" in words:
        return _with_decimals(words)
    parts = _PARTS.findall(words)
    if not parts or sum(map(len, parts)) != len(words):
        return None
    if all(part in DIGITS for part in parts) and len(parts) > 1:
        return float("".join(str(DIGITS[part]) for part in parts))
    return _in_units(parts)


def _with_decimals(words: str) -> float | None:
    """The value of 二十八点六, and of 二十八点六万."""
    whole, _, rest = words.partition("点")
    digits = rest.rstrip("".join(UNITS))
    value = number(whole)
    if value is None or not digits or any(not digit.isdecimal() and digit not in DIGITS for digit in digits):
        return None
    decimals = "".join(digit if digit.isdecimal() else str(DIGITS[digit]) for digit in digits)
    factor = number(f"1{rest[len(digits) :]}") or 1.0
    return round((value + float(f"0.{decimals}")) * factor, 2)


def _in_units(parts: list[str]) -> float:
    """`whole` is what the last 万 or 亿 closed, `section` what came after it, `digit` what no unit has taken."""
    whole = section = 0.0
    digit: float | None = None
    unit = 1
    for part in parts:
        if part in TENS:
            section, digit, unit = section + TENS[part], None, 1
        elif part in UNITS:
            unit = UNITS[part]
            if unit >= UNITS["万"]:
                section += digit or 0
                whole = (whole + section) * unit if whole < unit else whole + section * unit
                whole, section = whole or float(unit), 0.0
            else:
                section += (1 if digit is None else digit) * unit
            digit = None
        else:
            digit = float(DIGITS[part]) if part in DIGITS else float(part)
            unit = unit if digit else 1
    short = digit is not None and digit < 10 and unit > 10  # 一千五, 三万五
    return whole + section + (digit or 0) * (unit / 10 if short else 1)


@lru_cache(maxsize=512)
def small(words: str) -> int:
    """The value of what the rule `small` matched."""
    return int(number(words) or 0)


def everyday(words: str) -> str:
    """`words` with numerals as on cheques and contracts (叁拾捌万) in everyday characters, as long as before."""
    return _RULES["formal"].sub(lambda found: found.group().translate(_FORMAL), words)
