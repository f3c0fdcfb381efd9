"""Buttons on a card: a short message is the card itself; of a longer one the card stands below it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from bot.channels.wecom.words import CHOOSE, TAPPED
from bot.messaging.sends import Button
from bot.messaging.taps import LARGEST_NUMBER

LONGEST_TITLE = 26  # characters that are shown of a title, and of a row below it
MOST_ROWS = 4  # of text below a title
MOST_BUTTONS, LONGEST_LABEL = 6, 30  # a label in bytes: ten characters are shown
CUT = re.compile(r"[,,。;;!!??::、]")
TASK = re.compile(r"(\d{1,15})-[0-9a-f]{8}")


def new_task_id(outbox_id: int) -> str:
    """An id for a card, used once: WeCom refuses one that it has seen."""
    return f"{outbox_id}-{secrets.token_hex(4)}"


def message_of(task_id: str) -> int | None:
    """The message whose card it is; None for a card that is not ours."""
    found = TASK.fullmatch(task_id)
    return int(found[1]) if found and int(found[1]) <= LARGEST_NUMBER else None


def holds(text: str) -> bool:
    """Whether all of `text` can be read on a card."""
    return _title_and_rest(text) is not None


def card(text: str, buttons: Sequence[Button], task_id: str, tapped: str = "") -> Mapping[str, Any]:
    """A card that says `text`, or points to it above where it is too long. The button whose data is `tapped` is
    ticked; all stay where they are, for the next choice or 撤回."""
    title, rest = _title_and_rest(text) or (CHOOSE, "")
    made: dict[str, Any] = {"card_type": "button_interaction", "main_title": {"title": title}}
    if rest:
        made["sub_title_text"] = rest
    made["button_list"] = [
        {"text": f"{TAPPED}{button.label}" if button.data == tapped else button.label, "key": button.data}
        for button in buttons
    ]
    return made | {"task_id": task_id}


def _title_and_rest(text: str) -> tuple[str, str] | None:
    first, _, rest = text.strip().partition("\n")
    if len(first) > LONGEST_TITLE:
        cuts = [found.end() for found in CUT.finditer(first, 0, LONGEST_TITLE)]
        if not cuts:
            return None
        first, rest = first[: cuts[-1]], "\n".join(filter(None, (first[cuts[-1] :].strip(), rest)))
    rows = sum(max(1, ceil(len(line) / LONGEST_TITLE)) for line in rest.split("\n")) if rest else 0
    return (first, rest) if first and rows <= MOST_ROWS else None
