"""Buttons in rows that can be read on a phone."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messaging.sends import Button

NARROW, MIDDLING = 8, 16  # three, two in a row; a Chinese character counts two


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Two or three short labels stand in one row; neighbours of one width are spread evenly. What is about another
    customer (已跟进·和美) begins a new row."""
    rows: list[list[InlineKeyboardButton]] = []
    for (abreast, _), group in groupby(
        buttons, lambda button: (_abreast(button.label), button.label.partition("·")[2])
    ):
        run = [InlineKeyboardButton(button.label, callback_data=button.data) for button in group]
        count = -(-len(run) // abreast)
        rows += [run[len(run) * row // count : len(run) * (row + 1) // count] for row in range(count)]
    return InlineKeyboardMarkup(rows) if rows else None


def _abreast(label: str) -> int:
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)
    return 3 if width <= NARROW else 2 if width <= MIDDLING else 1
