"""What words say at the gate of a stage: a leader lets a deal in or does not, a rep asks for it, a file was wrong.

In: a message's text. Out: plain values; who speaks and what waits, the bot knows. The words that decide are in
gates.yml of rules.
"""

from nlu.gates.reading import (
    FILE,
    LONGEST,
    Decision,
    Remark,
    asked_whom,
    beside,
    decision,
    instead_of_file,
    reason,
    remarks,
    stays_put,
    wrong_file,
)

__all__ = [
    "FILE",
    "LONGEST",
    "Decision",
    "Remark",
    "asked_whom",
    "beside",
    "decision",
    "instead_of_file",
    "reason",
    "remarks",
    "stays_put",
    "wrong_file",
]
