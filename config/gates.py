"""What a deal needs before it may enter a stage: kinds of files, and people named in the customer's decision chain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Literal, get_args

from pydantic import Field

from config.yaml_lines import Part

BuyingRole = Literal["拍板人", "影响者", "使用者", "采购", "把关人"]
SHORT = 2  # characters at the end of a kind's name by which it is called
GENERIC = frozenset({"文件", "资料", "附件"})
BUYING_ROLES: tuple[str, ...] = get_args(BuyingRole)


class EvidenceKind(Part):
    """A kind of file that is kept with deals: its name, and the other `words` by which people call it."""

    key: str
    name: str = Field(min_length=1)
    words: tuple[str, ...] = ()

    def length_in(self, text: str) -> int:
        """How long the longest word of this kind is that stands in `text`; 0 if none does."""
        words = (plain(word) for word in (self.name, *self.words))
        return max((len(word) for word in words if word and word in text), default=0)


class Gate(Part):
    """What must be there before a deal enters a stage: a file of each kind of `evidence`, and somebody at the customer
    in each of the `roles`."""

    evidence: tuple[str, ...] = ()
    roles: tuple[BuyingRole, ...] = ()


def kind_named(kinds: Sequence[EvidenceKind], text: str, wanted: Collection[str] = ()) -> str | None:
    """The kind of file that `text` names (words, or a file's name): one of those `wanted` first, else the one that is
    named at most length."""
    words = plain(text)
    found = [(kind.key in wanted, kind.length_in(words), kind.key) for kind in kinds]
    named = [candidate for candidate in found if candidate[1]]
    return max(named, key=lambda candidate: candidate[:2])[2] if named else None


def kinds_marked(kinds: Sequence[EvidenceKind], text: str, wanted: Collection[str], letter: str) -> str:
    """`text` with the `wanted` kinds as this letter, also where they are called by the end of their name (协议)."""
    for kind in kinds:
        if kind.key in wanted:
            called = sorted({kind.name, *kind.words, kind.name[-SHORT:]} - GENERIC, key=len, reverse=True)
            text = re.sub("|".join(map(re.escape, called)), letter, text)
    return text


def plain(text: str) -> str:
    """Text as kinds of files are looked for in it: width, case and spaces do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
