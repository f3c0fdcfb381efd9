"""What each column of a list holds, by its cells: numbers, days, categories, or what nothing can be learned from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.learning import cells
from analytics.forecast.learning.reading import Floats

Ints = NDArray[np.int64]
Dropped = Literal["empty", "constant", "number_of_each", "text"]
MOSTLY = 0.9  # of the cells that are written, for a column to be one of numbers or days
OWN_VALUE = 0.5  # of the rows with a value of their own: a text, a name, a number of each
FEW = 20  # different values that are a category however short the list is
MOST_DATES = 5  # columns of days that are compared with each other
YEAR_DAYS = 365.25
_KEY = re.compile(
    r"(?:^|[\W_])(?:id|no|key|number|code|nr|uuid|guid)(?:$|[\W_])|编号|单号|序号|编码|合同号", re.IGNORECASE
)


@dataclass(frozen=True)
class Feature:
    """Something that a deal has: a number (`values`, NaN where it is missing) or a category (`codes` into `levels`, -1
    where it is missing), of a column. `part`: what of a day it is, "" of other columns."""

    column: str
    values: Floats | None = None
    codes: Ints | None = None
    levels: tuple[str, ...] = ()
    part: str = ""

    def rows(self, chosen: Ints) -> Feature:
        """The same of some rows."""
        values = None if self.values is None else self.values[chosen]
        codes = None if self.codes is None else self.codes[chosen]
        return Feature(self.column, values, codes, self.levels, self.part)


@dataclass(frozen=True)
class Columns:
    """The features of a list, the columns that were left out with the reason, and the days of columns of days."""

    features: tuple[Feature, ...]
    dropped: Mapping[str, Dropped]
    days: Mapping[str, Floats]


def columns_of(texts: Mapping[str, Sequence[str]]) -> Columns:
    """What can be learned from, decided without looking at how the deals ended."""
    features, dropped, days = list[Feature](), dict[str, Dropped](), dict[str, Floats]()
    for name, column in texts.items():
        filled = [cell for cell in column if cell]
        if not filled:
            dropped[name] = "empty"
        elif len({cell.casefold() for cell in filled}) == 1 and len(filled) == len(column):
            dropped[name] = "constant"
        elif (instants := _days(column, len(filled))) is not None:
            days[name] = instants
        elif (values := _numbers(column, len(filled))) is not None:
            if _numbers_each(name, values):
                dropped[name] = "number_of_each"
            else:
                features.append(Feature(name, values=values))
        else:
            features.append(_category(name, column))
            if _is_text(column, len(filled)):
                del features[-1]
                dropped[name] = "text"
                if len(filled) < len(column):
                    features.append(_whether_written(name, column))
    return Columns((*features, *_of_days(days)), dropped, days)


def _days(column: Sequence[str], filled: int) -> Floats | None:
    """The days since 2000 of a column of days, NaN where it is missing."""
    found = cells.days(column)
    if sum(1 for day in found if day is not None) < MOSTLY * filled:
        return None
    return np.array([np.nan if day is None else float(day.toordinal() - 730_120) for day in found])


def _numbers(column: Sequence[str], filled: int) -> Floats | None:
    found = [cells.number(cell) if cell else None for cell in column]
    if sum(1 for value in found if value is not None) < MOSTLY * filled:
        return None
    return np.array([np.nan if value is None else value for value in found])


def _numbers_each(name: str, values: Floats) -> bool:
    """Whether it is a number that each deal has for a name: whole, each its own, called so or counted through."""
    known = values[~np.isnan(values)]
    if len(known) <= FEW or np.any(known != np.round(known)) or len(np.unique(known)) < 0.98 * len(known):
        return False
    return bool(_KEY.search(name)) or float(np.ptp(known)) < 1.5 * len(known)


def _is_text(column: Sequence[str], filled: int) -> bool:
    different = len({cell.casefold() for cell in column if cell})
    return different > FEW and different > OWN_VALUE * filled


def _category(name: str, column: Sequence[str]) -> Feature:
    """Levels in the order of how often they occur; their case makes no difference, the first way of writing is kept."""
    written: dict[str, str] = {}
    for cell in column:
        written.setdefault(cell.casefold(), cell)
    counts = Counter(cell.casefold() for cell in column if cell)
    place = {level: at for at, (level, _) in enumerate(sorted(counts.items(), key=lambda item: (-item[1], item[0])))}
    codes = np.array([place.get(cell.casefold(), -1) for cell in column])
    return Feature(name, codes=codes, levels=tuple(written[level] for level in place))


def _whether_written(name: str, column: Sequence[str]) -> Feature:
    return Feature(name, values=np.array([float(bool(cell)) for cell in column]), part="written")


def _of_days(days: Mapping[str, Floats]) -> list[Feature]:
    """Of each day when it is, and where in the year; of two columns the days between them."""
    found = list[Feature]()
    for name, values in days.items():
        angle = 2 * np.pi * values / YEAR_DAYS
        found.append(Feature(name, values=values, part="when"))
        found += [
            Feature(name, values=np.sin(angle), part="season"),
            Feature(name, values=np.cos(angle), part="season"),
        ]
    for first, second in combinations(list(days)[:MOST_DATES], 2):
        found.append(Feature(f"{first} → {second}", values=days[second] - days[first], part="between"))
    return found
