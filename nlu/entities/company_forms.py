"""What the name of a company ends with: its legal form, what kind of house it is, its trade."""

from __future__ import annotations

import re

from nlu.entities.name_words import any_of, word_list

SHORTEST = 2
FORMS = re.compile(r"(有限责任公司|股份有限公司|有限公司|总公司|分公司|公司|集团|股份|控股|\(中国\))$")
HOUSES = word_list("houses")
TRADES = word_list("trades")
_ENDINGS = re.compile(rf"{any_of((*HOUSES, *TRADES))}$")


def without_forms(name: str) -> str:
    """`name` without its legal form: 恒泰瓷砖 of 恒泰瓷砖有限公司."""
    while (form := FORMS.search(name)) and form.start() >= SHORTEST:
        name = name[: form.start()]
    return name


def brand_of(core: str) -> str:
    """What is left of a name without legal form when its trades are taken off: 恒泰 of 恒泰瓷砖."""
    while (ending := _ENDINGS.search(core)) and ending.start() >= SHORTEST:
        core = core[: ending.start()]
    return core
