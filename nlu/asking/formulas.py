"""Of which figure somebody asks how it is computed (跟进时效怎么算的; 怎么算的 of the one just shown)."""

from __future__ import annotations

import re

from nlu.rules import rules

_RULES = rules("formulas")


def asks_formula(text: str) -> bool:
    """Whether it is asked how a figure is computed: one that is named, or the one just shown."""
    return formula_of(text) is not None or _RULES["asks_last"].search(text.strip()) is not None


def formula_of(text: str) -> str | None:
    """The figure that a question how it is computed names; None where it names none."""
    words = text.strip()
    return _named(_RULES["asks_formula"].search(words) or _RULES["asks_formula_of"].search(words))


def figure_in(line: str) -> str | None:
    """The figure that a line of an answer gives."""
    return _named(_RULES["figure"].search(line))


def _named(found: re.Match[str] | None) -> str | None:
    return None if found is None else next((name for name, said in found.groupdict().items() if said), None)
