"""Which department is asked for help, and by when."""

from __future__ import annotations

from nlu.rules import rules
from nlu.slots.filled import Filled, Source
from nlu.slots.times import next_time
from nlu.text.concepts import Concept

_RULES = rules("slots")


def ticket(source: Source, filled: Filled) -> None:
    """The departments that are asked; where none is, the first that is named; and the deadline or appointment."""
    words = source.reading.words
    named = [
        department
        for department in source.reading.said("department")
        if not _RULES["no_department"].match(words[department.end : department.end + 4])
    ]
    asked = [
        department
        for department in named
        if is_asked(words, department) or _RULES["department_acts"].match(words[department.end : department.end + 12])
    ]
    for department in asked or named[:1]:
        filled.add("department", department.value, department.start, department.end)
    next_time(filled, [time for time in source.reading.times if time.next_time and time.is_point])


def is_asked(words: str, department: Concept) -> bool:
    """Whether the words before the department ask it for something."""
    return _RULES["department_asked"].search(words[: department.start]) is not None
