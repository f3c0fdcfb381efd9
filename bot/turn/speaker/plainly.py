"""Words that are only taken for an order: nothing but a plain one starts a drill or an exam, or gives a script."""

from __future__ import annotations

from dataclasses import replace

from nlu import drills, giving
from nlu.drills import exam
from nlu.schema import REFUSAL
from nlu.understanding import Understanding

EXAMINES, GIVES, FINDS = "take_exam", "contribute_script", "find_script"


def taken_plainly(meant: Understanding) -> Understanding:
    """The understanding, as no order where the words order nothing; what asks is a question to the library."""
    text = meant.text
    if drills.is_far_fetched(meant) or (meant.intent == EXAMINES and exam.is_far_fetched(text)):
        return replace(meant, intent=REFUSAL)
    asks = meant.intent == GIVES and "text" not in meant.slots and giving.only_asks(text)
    return replace(meant, intent=FINDS) if asks else meant
