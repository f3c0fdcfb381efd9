"""What a conversation says, independent of any channel: messages, their choices, and what a choice opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, ClassVar, Literal, Self, get_args, get_type_hints

from bot.conversation.attachments import Attachment

Kind = Literal["reply", "nudge", "alert", "prompt", "brief", "receipt"]
WORDS_OWN = frozenset({"said", "rest"})  # parameters of a flow that was opened by words, not by an offer


class OfferMismatch(ValueError):
    """Parameters that do not fit the offer: it has other fields now, or of other types."""


@dataclass(frozen=True)
class Offer:
    """What a button opens: `flow`, with the fields of the subclass as its parameters. A field that is None is left
    out. Fields are stored as JSON: str, int, float or bool. Where it `answers` something, what its first field names is
    answered once: the buttons about it in the same message act no more then."""

    flow: ClassVar[str]
    answers: ClassVar[bool] = False

    @property
    def question(self) -> str | None:
        """What it answers; None where it may be taken again and again."""
        return f"{self.flow}:{next(iter(self.params.values()), '')}" if self.answers else None

    @property
    def params(self) -> dict[str, Any]:
        """The parameters as they are stored."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """The offer with these stored parameters, without those of a flow opened by words. Raises OfferMismatch."""
        own = {name: value for name, value in params.items() if name not in WORDS_OWN}
        kind: Any = cls  # to mypy, type[Self] is not hashable
        types = _field_types(kind)
        wrong = [name for name, value in own.items() if type(value) not in types.get(name, ())]
        try:
            if not wrong:
                return cls(**own)
        except TypeError as error:
            raise OfferMismatch(f"{cls.__name__}: {error}") from error
        raise OfferMismatch(f"{cls.__name__}: {', '.join(f'{name}={own[name]!r}' for name in wrong)} does not fit")


@dataclass(frozen=True)
class SaidWords:
    """Words already `said` are handled by the flow that the person picks by its button. Those of a `run` that may still
    go on are for it: what began it has its question put again, other words are its answer."""

    flow: str
    said: str
    run: int | None = None

    @property
    def params(self) -> dict[str, Any]:
        """The parameters as they are stored."""
        return {"said": self.said} if self.run is None else {"said": self.said, "run": self.run}


@lru_cache
def _field_types(offer: type[Offer]) -> Mapping[str, tuple[type, ...]]:
    """The types that each field of an offer may have."""
    hints = get_type_hints(offer)
    return {field.name: get_args(hints[field.name]) or (hints[field.name],) for field in fields(offer)}


@dataclass(frozen=True)
class Choice:
    """One tap. In a question it answers with `value` (the label where none is given); elsewhere it opens a flow."""

    label: str
    value: Any = None
    opens: Offer | SaidWords | None = None

    @property
    def answer(self) -> Any:
        """What the flow that asked is given."""
        return self.label if self.value is None else self.value


@dataclass(frozen=True)
class Message:
    """A message to send. `to` is a member's id, None for the speaker of the turn."""

    text: str
    choices: tuple[Choice, ...] = ()
    kind: Kind = "reply"
    to: int | None = None
    image: str | None = None
    attachments: tuple[Attachment, ...] = ()
