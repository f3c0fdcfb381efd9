"""All that a colleague has is to go to another, or a part that is not named."""

from __future__ import annotations

from nlu.rules import rules

_RULES = rules("passing")


def passes_everything(words: str) -> bool:
    """Whether the words, with M for names, pass all of somebody's customers, or some of these, to somebody else."""
    return _RULES["everything"].search(words) is not None


def may_pass(text: str) -> bool:
    """Whether customers or deals of somebody are spoken of."""
    return _RULES["may_pass"].search(text) is not None


def only_part(text: str) -> bool:
    """Whether it is only a part, which is not named."""
    return _RULES["part"].search(text) is not None
