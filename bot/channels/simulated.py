"""A channel without a platform: people are names, what is shown to them is kept as a transcript."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.channels.capabilities import EVERYTHING
from bot.channels.export import export
from bot.conversation.attachments import Attachment, Audio, Chart, Document, Image, Video
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.sends import Reach, Sending

NAME = "simulated"
REACH = Reach(NAME, EVERYTHING.recognises_repeats)


@dataclass(frozen=True)
class Shown:
    """A message as its reader sees it; `buttons` are (label, data), `image` and `file` keys in the media store."""

    at: datetime
    to: str
    kind: str
    text: str
    buttons: Sequence[tuple[str, str]]
    image: str | None
    file: str | None = None

    def as_line(self, zone: ZoneInfo, line: int | None, place_of: Callable[[str], str] = str) -> Mapping[str, Any]:
        """The transcript line of the `simulate` contract. `place_of` says where the file of a key lies."""
        return {
            "at": self.at.astimezone(zone).isoformat(),
            "to": self.to,
            "kind": self.kind,
            "text": self.text,
            "choices": [label for label, _ in self.buttons],
            "image": self.image and place_of(self.image),
            "file": self.file and place_of(self.file),
            "line": line,
        }


@dataclass
class Screens:
    """What everybody has been shown, per person, newest last. A repeated id shows once."""

    shown: list[Shown] = field(default_factory=list)
    _ids: set[int] = field(default_factory=set)

    def show(self, sending: Sending, at: datetime) -> None:
        """Keep a message as shown at `at`."""
        if sending.id in self._ids:
            return
        self._ids.add(sending.id)
        parts = export(sending.text, sending.buttons, sending.attached, EVERYTHING)
        text = "\n".join(part.text for part in parts if part.text)
        pairs = [(button.label, button.data) for button in sending.buttons]
        files = [part.attachment for part in parts if part.attachment]
        image, file = _first_key(files, Image, Chart), _first_key(files, Audio, Video, Document)
        self.shown.append(Shown(at, sending.address, sending.kind, text, pairs, image, file))

    def take(
        self,
        event: int,
        person: str,
        at: datetime,
        *,
        text: str | None = None,
        label: str | None = None,
        media: Media | None = None,
    ) -> Inbound | None:
        """What `person` did, as a channel takes it in: typed, tapped the button `label`, or sent a file. None if no
        such button was shown to them."""
        tap = None if label is None else self.button(person, label)
        if label is not None and tap is None:
            return None
        return Inbound(NAME, str(event), person, Said(text, tap, media), at)

    def button(self, person: str, label: str) -> str | None:
        """The data of the newest button with this label that was shown to `person`."""
        for message in reversed(self.shown):
            if message.to == person:
                for name, data in message.buttons:
                    if name == label:
                        return data
        return None


def _first_key(attachments: Sequence[Attachment], *kinds: type[Attachment]) -> str | None:
    return next((attachment.key for attachment in attachments if isinstance(attachment, kinds)), None)
