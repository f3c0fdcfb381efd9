"""Numbers as people write them: 3, 3.5, 1,350,000, 三, 两百三十万, 三万五, 18万6."""

from __future__ import annotations

from functools import lru_cache

HAN_DIGITS = "零一二两三四五六七八九"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,12}(?:\.\d{1,4})?)"
# up to 99: hours, days of a month, months
SMALL = rf"(?:\d{{1,2}}|[二两三四五六七八九]?十[一二三四五六七八九]?|零[一二三四五六七八九]|[{HAN_DIGITS}])"

_ALIKE = str.maketrans({"俩": "两", "仨": "三", "〇": "零", "兩": "两", "萬": "万", "w": "万", "k": "千", ",": None})


@lru_cache(maxsize=8192)
def number(words: str) -> float | None:
    """The value of a whole numeral, the colloquial short forms among them (一千五 is 1500); None where it is none."""
    words = words.translate(_ALIKE)
    if words in _SMALL:
        return _SMALL[words]
    try:
        return float(words)
    except ValueError:
        pass
    if words[:1] in ("百", "千", "万", "亿"):
        words = "一" + words
    from cn2an import cn2an

    try:
        return float(cn2an(words, "smart"))
    except (ValueError, KeyError, IndexError):
        return None


def small(words: str) -> int:
    """The value of what SMALL matched."""
    return int(words) if words.isdecimal() and words.isascii() else _SMALL[words.translate(_ALIKE)]


def _small_numbers() -> dict[str, int]:
    ones = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
    found = dict(ones) | {"零" + digit: value for digit, value in ones.items()}
    for tens, many in ones.items():
        if many != 1 and many:
            found |= {f"{tens}十": many * 10}
            found |= {f"{tens}十{one}": many * 10 + value for one, value in ones.items() if value}
    return found | {"十": 10, "一十": 10} | {f"十{one}": 10 + value for one, value in ones.items() if value}


_SMALL = _small_numbers()
