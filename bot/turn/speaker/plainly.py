"""Words that are only taken for an order: nothing but a plain one starts a drill or an exam, or gives a script."""

from __future__ import annotations

from dataclasses import replace

from nlu import drills, giving
from nlu.drills import exam
from nlu.library import hits
from nlu.schema import REFUSAL
from nlu.understanding import Understanding

EXAMINES, GIVES, FINDS = "take_exam", "contribute_script", "find_script"


def taken_plainly(meant: Understanding) -> Understanding:
    """The understanding, as no order where the words order nothing; what asks is a question to the library."""
    text = meant.text
    if drills.is_far_fetched(meant) or (meant.intent == EXAMINES and exam.is_far_fetched(text)):
        return replace(meant, intent=REFUSAL)
    if meant.intent != GIVES or "text" in meant.slots or not giving.only_asks(text):
        return meant
    return replace(meant, intent=FINDS if hits.asks_how(text) or "客户问" in text else REFUSAL)
