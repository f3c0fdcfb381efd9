"""How a message looks in Telegram: texts in parts of at most 4096, buttons in rows, captions of at most 1024."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messaging.sends import Button

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
NARROW, MIDDLING = 8, 16  # three, two in a row; a Chinese character counts two


def units(text: str) -> int:
    """Length as Telegram counts it at worst: UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def parts(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """`text` in pieces that fit, cut between lines where possible. Nothing is dropped but the line breaks between."""
    pieces: list[str] = []
    current = ""
    for line in text.split("\n"):
        if current and units(current) + 1 + units(line) > longest:
            pieces.append(current)
            current = ""
        *whole, rest = _cut(line, longest)
        pieces.extend(whole)
        current = f"{current}\n{rest}" if current else rest
    return [piece for piece in [*pieces, current] if piece.strip()]


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


def _cut(line: str, longest: int) -> list[str]:
    """One line in pieces that fit; mostly it is one."""
    pieces, piece, length = [], "", 0
    for character in line:
        wide = units(character)
        if length + wide > longest:
            pieces.append(piece)
            piece, length = "", 0
        piece, length = piece + character, length + wide
    return [*pieces, piece]


def _abreast(label: str) -> int:
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)
    return 3 if width <= NARROW else 2 if width <= MIDDLING else 1
