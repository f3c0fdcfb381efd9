"""What a channel takes in: who did what, as the inbox keeps it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import PurePath
from typing import Any, Literal

BLANK = " \t\r\n\x00"
BETWEEN_WORDS = re.compile(r"[\W_]+")
LONGEST_WORDS = 500  # characters of what is said of a file
MediaKind = Literal["voice", "image", "file", "audio", "video"]
RECORDED = frozenset({"voice", "audio", "video"})  # what is heard or watched


def kind_of_type(mime: str, pictures: Collection[str]) -> MediaKind:
    """What a file of this MIME type is; `pictures` are the types that are shown as pictures."""
    if mime in pictures:
        return "image"
    return "audio" if mime.startswith("audio/") else "video" if mime.startswith("video/") else "file"


@dataclass(frozen=True)
class Media:
    """A file that came with a message. `reference` is how its platform knows it (a file id, a URL), `size` in bytes as
    announced there, 0 if it was not; `key` finds its bytes in the media store, "" until they are fetched. `seconds` is
    how long what is heard or watched lasts, 0 if nobody knows. `meant` says what somebody has explained that it is for
    (customers, scripts, recording), else nothing. `heard` is what a voice message says, None where nobody has listened
    yet; `lasted` and `pauses` are how long it and the silences in it were found to be, in seconds; `unsure` are
    words with figures that were not heard well."""

    kind: MediaKind
    key: str = ""
    name: str = ""
    caption: str = ""
    reference: str = ""
    size: int = 0
    suffix: str = ""
    seconds: int = 0
    meant: str = ""
    heard: str | None = None
    lasted: float = 0.0
    pauses: tuple[float, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether it is heard or watched."""
        return self.kind in RECORDED

    @property
    def is_only_heard(self) -> bool:
        """Whether its platform tells what it says, and keeps the sound to itself."""
        return self.heard is not None and not self.key and not self.reference

    @property
    def words(self) -> str:
        """What is said of it: its caption and the words of its name. Whoever reads them takes them for data, never
        for an order."""
        return f"{self.caption} {BETWEEN_WORDS.sub(' ', PurePath(self.name).stem)}".strip()[:LONGEST_WORDS]


class Unreadable(ValueError):
    """What the inbox holds is none of what this version of the program knows."""


@dataclass(frozen=True)
class Asked:
    """A question that somebody wants answered again and again: the flow that answers it, and its words."""

    flow: str
    text: str


@dataclass(frozen=True)
class Said:
    """What a person did: typed `text`, tapped the button `tap` (its data), or sent `media`; or the `job` of
    this id is done, or it is time for what they `asked` to come again. Exactly one."""

    text: str | None = None
    tap: str | None = None
    media: Media | None = None
    job: int | None = None
    asked: Asked | None = None

    def as_json(self) -> dict[str, Any]:
        """As the inbox keeps it."""
        if self.media:
            return {"media": vars(self.media)}
        if self.job is not None:
            return {"job": self.job}
        if self.asked is not None:
            return {"asked": vars(self.asked)}
        return {"tap": self.tap} if self.tap is not None else {"text": self.text or ""}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Said:
        """What `as_json` gave. Raises Unreadable for anything else, as another release may have written it."""
        match data:
            case {"media": {"kind": str()}}:
                known = {field.name for field in fields(Media)}
                told = {name: value for name, value in data["media"].items() if name in known}
                several = {name: tuple(told.get(name, ())) for name in ("pauses", "unsure")}
                return cls(media=Media(**{**told, **several}))
            case {"text": str(text)}:
                return cls(text=text)
            case {"tap": str(tap)}:
                return cls(tap=tap)
            case {"job": int(job)}:
                return cls(job=job)
            case {"asked": {"flow": str(flow), "text": str(text)}}:
                return cls(asked=Asked(flow, text))
        raise Unreadable("not what a person can have done")

    @property
    def words(self) -> str:
        """The words in it, for quoting back."""
        if self.media is not None:
            return ",".join(filter(None, (self.media.heard, self.media.caption)))
        return self.asked.text if self.asked is not None else self.text or ""


@dataclass(frozen=True)
class Inbound:
    """An event as a channel took it in. (channel, event_id) recognises a repeat. ValueError for one without an id or a
    sender: all such would be repeats of the first, or one person's."""

    channel: str
    event_id: str
    sender: str
    said: Said
    at: datetime

    def __post_init__(self) -> None:
        for name in ("channel", "event_id", "sender"):
            if not getattr(self, name).strip(BLANK):
                raise ValueError(f"an event without {name}")
