"""What the name of a company ends with: its legal form, its kind of organisation, its trade."""

from __future__ import annotations

from nlu.rules import rules

_RULES = rules("companies")
SHORTEST = 2  # characters that are left of a name at least
HOUSES = _RULES.words("organisations")
TRADES = _RULES.words("trades")


def without_forms(name: str) -> str:
    """`name` without its legal form: 恒泰瓷砖 of 恒泰瓷砖有限公司."""
    while (form := _RULES["legal_form"].search(name)) and form.start() >= SHORTEST:
        name = name[: form.start()]
    return name


def without_generic_parts(name: str) -> str:
    """What is left of a part of a name without the words that tell no company from another."""
    return _RULES["says_nothing"].sub("", name)


def brand_of(core: str) -> str:
    """What is left of a name without legal form when its trades are taken off: 恒泰 of 恒泰瓷砖."""
    while (ending := _RULES["ending"].search(core)) and ending.start() >= SHORTEST:
        core = core[: ending.start()]
    return core
