"""Surnames, and the titles that follow them: 李总, 欧阳主任."""

from __future__ import annotations

from nlu.rules import rules

_RULES = rules("people")
TITLES = _RULES.table("titles")  # each title and the one as which it is compared: 总经理 is 总
DOUBLE = frozenset(_RULES.words("double_surnames"))
SURNAMES = frozenset(_RULES.words("surnames"))
