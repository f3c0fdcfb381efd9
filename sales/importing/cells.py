"""What people write into cells: sums (36万, ¥360,000, 三十六万), days (2026/12/1, 12月底, Excel's numbers), names."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from nlu.text.numerals import everyday, number
from nlu.time.times import find_times
from sales.importing.files import Cell
from sales.importing.headings import words

MOST_YUAN = 10**9
REMEMBERED = 4096  # cells that were read: those of a list come again and again
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # days that Excel counts: 1954 to 2119
EPOCH = date(1899, 12, 30)
UNITS = {"亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4, "w": 10**4, "千": 10**3, "k": 10**3, "": 1}
_FIGURES = re.compile(r"(?P<figures>\d+(?:\.\d+)?|\.\d+)(?P<unit>亿|千万|百万|万|w|千|k|)")
_AROUND = re.compile(r"人民币|rmb|cny|[¥￥$]|[,'\s]|元整?|块钱?|整$|左右|上下|大约|约|预计|含税|不含税|以内")
_HAS_UNIT = re.compile("[千万亿]")  # in a numeral in words that needs no scale
_RANGE = re.compile(r"(?<=[\d万千亿wk元])[-~至到—]+(?=[\d.])")
_DAY = re.compile(
    r"(?P<year>\d{4}|\d{2})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?(?:\(?(?:周|星期)[一二三四五六日天]\)?)?"
    r"[t ]?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)?(?:\.\d+)?(?:z|\+\d{2}:?\d{2})?"
)
_PACKED = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SHORT = re.compile(r"(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?")
_MONTH = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})[-/.年])?(?P<month>\d{1,2})月?份?(?P<part>月底|底|末|初|中|中旬|上旬|下旬|之前|前|)"
)
_QUARTER = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})[-/.年]?)?第?(?:q(?P<quarter>[1-4])|(?P<said>[一二三四1-4])季度?|(?P<half>[上下])半年)(?:末|底|之?前|)"
)
_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")  # 张 伟
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|[48]00[- ]?\d{3,4}[- ]?\d{3,4}"
    r"|(?:\(?0\d{2,3}\)?[- ]?)?[2-9]\d{6,7}(?:(?:转|-|ext\.?)\d{1,6})?|\+(?!86)\d[\d -]{6,16}\d)(?!\d)"
)
_NOT_PHONE = re.compile(r"[\s、,;/|:()和或]|手机|电话|座机|办公室?|固话|微信|同号?|tel", re.IGNORECASE)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 2, "下": 4}  # 上半年 ends with the second
_PARTS = {"初": 1, "上旬": 10, "中": 15, "中旬": 20}


class Unreadable(Exception):
    """A cell holds something that cannot be read as what its column is for."""


def text(cell: object) -> str | None:
    """The cell as one line of text, without what says nothing; None where it is empty."""
    if isinstance(cell, str):
        return _line(cell)
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return _line(str(cell))


@lru_cache(REMEMBERED)
def _line(line: str) -> str | None:
    if not line.isprintable():
        line = "".join(" " if _is_control(letter) else letter for letter in line)
    if " " in line:
        line = _GAP.sub("", " ".join(line.split()))
    return None if not line or line.casefold() in _empty() else line


def fen(cell: Cell, scale: int = 1) -> int | None:
    """The sum in 分; a plain number counts `scale` times. None where the cell is empty. Raises Unreadable."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _in_bounds(Decimal(str(cell)) * scale)
    written = text(cell)
    if written is None:
        return None
    if isinstance(cell, date | time | timedelta):
        raise Unreadable
    return _sum(written, scale)


@lru_cache(REMEMBERED)
def _sum(written: str, scale: int) -> int | None:
    low, *rest = _RANGE.split(_plain_sum(written))
    if not rest:
        return _in_bounds(_yuan(low, scale))
    if not low[-1:].isalpha():
        low += rest[0].lstrip("0123456789.")  # 30-50万
    least, most = _yuan(low, scale), _yuan(rest[0], scale)
    if len(rest) > 1 or least > most:
        raise Unreadable
    return _in_bounds((least + most) / 2)


def phones(written: str) -> list[str]:
    """The telephone numbers that somebody wrote, and nothing but them. Raises Unreadable."""
    plain = unicodedata.normalize("NFKC", written)
    if _NOT_PHONE.sub("", _PHONE.sub("", plain)):
        raise Unreadable
    return list(dict.fromkeys(_as_dialled(found[0]) for found in _PHONE.finditer(plain)))


def _as_dialled(phone: str) -> str:
    mobile = re.fullmatch(r"(?:86)?(1[3-9]\d{9})", re.sub(r"[+\s-]", "", phone))
    return mobile[1] if mobile is not None else "".join(phone.split())


def is_range(cell: object) -> bool:
    """Whether a sum is written as one from … to …, of which the middle is taken."""
    return isinstance(cell, str) and _is_range(cell)


@lru_cache(REMEMBERED)
def _is_range(written: str) -> bool:
    return len(_RANGE.split(_plain_sum(written))) > 1


def day(cell: Cell, now: datetime, *, past: bool) -> date | None:
    """The day; where no year is written the nearest in the past, or to come. None where the cell is empty. Raises
    Unreadable. `now` is in the company's zone."""
    found = moment(cell, now, past=past)
    return None if found is None else found.date()


def moment(cell: Cell, now: datetime, *, past: bool) -> datetime | None:
    """As `day`, with its time of day if there is one, else the beginning of the day."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=now.tzinfo) if cell.tzinfo is None else cell.astimezone(now.tzinfo)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), now.tzinfo)
    written = text(cell)
    return None if written is None else _moment(written, now, past)


@lru_cache(REMEMBERED)
def _moment(written: str, now: datetime, past: bool) -> datetime:
    plain = unicodedata.normalize("NFKC", written).casefold().strip("约预计大概 ")
    serial = _serial(plain)
    try:
        if serial is not None:
            return datetime.combine(EPOCH, time(), now.tzinfo) + serial
        return _written(plain, now, past=past)
    except (ValueError, OverflowError) as error:
        raise Unreadable from error


def _plain_sum(written: str) -> str:
    return _AROUND.sub("", unicodedata.normalize("NFKC", written).casefold())


def _serial(plain: str) -> timedelta | None:
    try:
        value = float(plain)
    except ValueError:
        return None
    return timedelta(seconds=round(value * 86400)) if FIRST_SERIAL <= value <= LAST_SERIAL else None


def _written(plain: str, now: datetime, *, past: bool) -> datetime:
    squeezed = plain.replace(" ", "").replace("今年", f"{now.year}年").replace("明年", f"{now.year + 1}年")
    if found := _DAY.fullmatch(plain) or _DAY.fullmatch(squeezed):
        hour, minute, *_ = map(int, (found["clock"] or "0:0").split(":"))
        clock = time(hour, minute)
        return datetime.combine(date(_year(found["year"]), int(found["month"]), int(found["day"])), clock, now.tzinfo)
    if found := _PACKED.fullmatch(squeezed):
        return datetime(int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=now.tzinfo)
    if found := _SHORT.fullmatch(squeezed):
        return _near(now, int(found["month"]), int(found["day"]), past=past)
    if (found := _MONTH.fullmatch(squeezed)) and not squeezed.isdigit():
        year, month, part = found["year"], int(found["month"]), found["part"]
        last = _last_day(_year(year) if year else now.year, month)
        of_month = _PARTS.get(part, last) if part not in ("前", "之前") else last
        if year:
            return datetime(_year(year), month, of_month, tzinfo=now.tzinfo)
        return _near(now, month, of_month, past=past)
    if found := _QUARTER.fullmatch(squeezed):
        said = found["quarter"] or found["said"] or found["half"]
        month = 3 * (_QUARTERS.get(said) or int(said))
        year = _year(found["year"]) if found["year"] else now.year
        return datetime(year, month, _last_day(year, month), tzinfo=now.tzinfo)
    for mention in find_times(plain, now):
        said = mention.occurred_on if past else mention.next_time
        if said is not None and mention.end - mention.start >= len(squeezed) - 1:
            return datetime.combine(date.fromisoformat(said[:10]), time(), now.tzinfo)
    raise ValueError(plain)


def _near(now: datetime, month: int, of_month: int, *, past: bool) -> datetime:
    day = date(now.year, month, of_month)
    if past and day > now.date():
        day = day.replace(year=now.year - 1)
    elif not past and day < now.date() - timedelta(days=90):
        day = day.replace(year=now.year + 1)
    return datetime.combine(day, time(), now.tzinfo)


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _last_day(year: int, month: int) -> int:
    return ((date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day


def _yuan(plain: str, scale: int) -> Decimal:
    if found := _FIGURES.fullmatch(plain):
        return Decimal(found["figures"]) * (UNITS[found["unit"]] if found["unit"] else scale)
    spelled = everyday(plain).replace("w", "万").replace("k", "千")
    value = number(spelled)
    if value is None:
        raise Unreadable
    return Decimal(str(value)) * (1 if _HAS_UNIT.search(spelled) else scale)


def _in_bounds(yuan: Decimal) -> int | None:
    try:
        if not 0 <= yuan <= MOST_YUAN:
            raise Unreadable
        return round(yuan * 100) or None
    except InvalidOperation as error:
        raise Unreadable from error


def _is_control(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cc", "Cs", "Co", "Zl", "Zp")


@cache
def _empty() -> frozenset[str]:
    return frozenset(word.casefold() for word in words().empty)
