"""What goes out beside a message's words: pictures, charts, sounds, videos, documents. Files are named by their key
in the media store. `text` is what is said in their place where a channel cannot show them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Image:
    """A picture in the media store."""

    key: str
    text: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart that is drawn just before it is sent, from its specification as it was when the message was said (JSON
    text). `key` is the picture's, once it has been drawn."""

    specification: str
    text: str
    key: str = ""

    @classmethod
    def of(cls, specification: Mapping[str, Any], text: str) -> Chart:
        """A chart, not drawn yet; what `specification` holds is JSON."""
        return cls(json.dumps(specification, ensure_ascii=False, sort_keys=True), text)


@dataclass(frozen=True)
class Audio:
    """A sound in the media store."""

    key: str
    text: str = ""


@dataclass(frozen=True)
class Video:
    """A video in the media store."""

    key: str
    text: str = ""


@dataclass(frozen=True)
class Document:
    """A file in the media store, shown under `name`."""

    key: str
    name: str
    text: str = ""


Attachment = Image | Chart | Audio | Video | Document
KINDS: Mapping[str, type[Attachment]] = {
    "image": Image,
    "chart": Chart,
    "audio": Audio,
    "video": Video,
    "document": Document,
}


def as_json(attachment: Attachment) -> dict[str, Any]:
    """As the outbox keeps it."""
    kind = next(kind for kind, known in KINDS.items() if isinstance(attachment, known))
    return {"kind": kind, **asdict(attachment)}


def from_json(data: Mapping[str, Any]) -> Attachment:
    """What `as_json` gave. Raises LookupError for a kind that the code does not know."""
    return KINDS[data["kind"]](**{name: value for name, value in data.items() if name != "kind"})
