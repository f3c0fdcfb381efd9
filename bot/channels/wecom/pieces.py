"""A message in pieces, each of which WeCom takes as one message: words, a card, a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from bot.channels.capabilities import Capabilities
from bot.channels.export import IN_WORDS, Part, cut, export
from bot.channels.wecom import cards
from bot.channels.wecom.markdown import as_markdown
from bot.channels.wecom.uploads import Kind, kind_for
from bot.conversation.attachments import Attachment, Document
from bot.messaging.sends import Button, Sending


@dataclass(frozen=True)
class Words:
    """As they are written for WeCom."""

    text: str


@dataclass(frozen=True)
class Card:
    """A card with buttons; `text` may be too long for it, and stands above it then."""

    text: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class File:
    """To be uploaded and sent as what it is."""

    kind: Kind
    name: str
    key: str


Piece = Words | Card | File


def pieces(
    sending: Sending,
    there: Mapping[str, bytes],
    capabilities: Capabilities,
    written: Callable[[str], str] = as_markdown,
) -> list[Piece]:
    """The pieces of a message in their order; `there` is what its attachments hold, `written` how words are written.
    What is too large to be sent is named in words."""
    shown = [attachment for attachment in sending.attached if not attachment.key or attachment.key in there]
    parts = export(sending.text, sending.buttons, shown, capabilities)
    return [piece for part in parts for piece in _of_part(part, there, capabilities, written)]


def _of_part(
    part: Part, there: Mapping[str, bytes], capabilities: Capabilities, written: Callable[[str], str]
) -> Iterator[Piece]:
    if part.attachment is not None:
        yield from _file(part.attachment, there[part.attachment.key], written)
    on_card = bool(part.buttons) and cards.holds(part.text)
    if part.text and not on_card:
        yield from (Words(text) for text in cut(written(part.text), capabilities))
    if part.buttons:
        yield Card(part.text, part.buttons)


def _file(attachment: Attachment, data: bytes, written: Callable[[str], str]) -> Iterator[Piece]:
    name = attachment.name if isinstance(attachment, Document) else attachment.key
    kind = kind_for(data, PurePath(name).suffix)
    if kind is None:
        yield Words(written(IN_WORDS.words_for(attachment).strip()))
    else:
        yield File("file" if isinstance(attachment, Document) else kind, name, attachment.key)
