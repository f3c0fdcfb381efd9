"""The gallery: what every channel makes of the same messages. Two of the channels are made up, for what no channel of
today lacks: `plain` has neither buttons nor pictures, `bytes` counts bytes, and has few buttons and no captions.

A number after × is how often the character before it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from fake_bot import START

from bot.channels.capabilities import Buttons, Capabilities
from bot.channels.export import Part, export
from bot.channels.ilink import pieces as ilink_pieces
from bot.channels.ilink.channel import ILinkChannel
from bot.channels.official import pieces as official_pieces
from bot.channels.official.channel import OfficialChannel
from bot.channels.simulated import Screens
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.keyboard import keyboard
from bot.channels.tencent.plain_text import as_text
from bot.channels.web import entries
from bot.channels.wecom import cards
from bot.channels.wecom.channel import WeComChannel
from bot.channels.wecom.markdown import as_markdown
from bot.channels.wecom.pieces import Card, File, Words, pieces
from bot.channels.wecom_app.channel import WeComAppChannel
from bot.conversation.attachments import Document, from_json
from bot.messaging.sends import Button, Sending
from storage.conversations import Outbox

FOLDER = Path(__file__).parent / "gallery"
PLAIN = Capabilities(recognises_repeats=False, longest_text=2000)
BYTES = Capabilities(
    recognises_repeats=True,
    longest_text=2048,
    unit="utf8",
    buttons=Buttons(most=4, longest_label=18, longest_data=8),
    images=True,
)
Rendering = Any


def read(name: str) -> Mapping[str, Any]:
    """A file of the gallery."""
    found: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    return found


MESSAGES = read("messages")


def row(message: Mapping[str, Any]) -> Outbox:
    return Outbox(
        id=7,
        conversation_id=1,
        kind=message.get("kind", "reply"),
        text=_expanded(message["text"]),
        choices=[{"label": label, "opens": "help"} for label in message.get("choices", ())],
        image=message.get("image"),
        attachments=message.get("attachments"),
        at=START,
        status="sent",
    )


def sending(message: Mapping[str, Any]) -> Sending:
    buttons = tuple(Button(label, f"o:7:{number}") for number, label in enumerate(message.get("choices", ())))
    attachments = tuple(from_json(attachment) for attachment in message.get("attachments", ()))
    kind, text, image = message.get("kind", "reply"), _expanded(message["text"]), message.get("image")
    return Sending(7, 1, "any", "there", kind, text, buttons, image, START, None, attachments)


def parts(message: Mapping[str, Any], channel: Capabilities, rows: Callable[[Part], Any]) -> Rendering:
    said = sending(message)
    return [_part(part, rows(part)) for part in export(said.text, said.buttons, said.attached, channel)]


def telegram(message: Mapping[str, Any]) -> Rendering:
    def rows(part: Part) -> list[list[str]]:
        markup = keyboard(part.buttons)
        return [[button.text for button in row] for row in markup.inline_keyboard] if markup else []

    return parts(message, TelegramChannel.capabilities, rows)


def wecom(message: Mapping[str, Any]) -> Rendering:
    return in_pieces(message, WeComChannel.capabilities, as_markdown, "markdown")


def wecom_app(message: Mapping[str, Any]) -> Rendering:
    return in_pieces(message, WeComAppChannel.capabilities, as_text, "text")


def official(message: Mapping[str, Any]) -> Rendering:
    said = sending(message)
    found = official_pieces.pieces(said, contents(said), OfficialChannel.capabilities)
    return [
        {piece.kind: piece.name} if isinstance(piece, official_pieces.File) else {"text": _compact(piece.text)}
        for piece in found
    ]


def ilink(message: Mapping[str, Any]) -> Rendering:
    said = sending(message)
    found = ilink_pieces.pieces(said, contents(said), ILinkChannel.capabilities)
    return [
        {piece.kind: piece.name} if isinstance(piece, ilink_pieces.File) else {"text": _compact(piece.text)}
        for piece in found
    ]


def contents(said: Sending) -> Mapping[str, bytes]:
    """Every file is a PNG here but for those whose names say otherwise."""
    heads = {".png": b"\x89PNG\r\n\x1a\n"}
    return {
        attachment.key: heads.get(Path(attachment.key).suffix, b"other ")
        for attachment in said.attached
        if attachment.key
    }


def in_pieces(
    message: Mapping[str, Any], capabilities: Capabilities, written: Callable[[str], str], words: str
) -> Rendering:
    """Each piece as one message."""
    said = sending(message)
    shown: list[dict[str, Any]] = []
    for piece in pieces(said, contents(said), capabilities, written):
        match piece:
            case Words(text=text):
                shown.append({words: _compact(text)})
            case Card(text=text, buttons=buttons):
                card = cards.card(text, buttons, "7-0")
                title, rest = card["main_title"]["title"], card.get("sub_title_text")
                labels = [button["text"] for button in card["button_list"]]
                shown.append({"card": title, **({"below": rest} if rest else {}), "buttons": labels})
            case File(kind=kind, name=name):
                shown.append({kind: name})
    return shown


def plain(message: Mapping[str, Any]) -> Rendering:
    return parts(message, PLAIN, lambda part: [button.label for button in part.buttons])


def counting_bytes(message: Mapping[str, Any]) -> Rendering:
    return parts(message, BYTES, lambda part: [button.label for button in part.buttons])


def web(message: Mapping[str, Any]) -> Rendering:
    entry = entries.message_entry(row(message), closed=())
    shown = {"text": _compact(entry["text"]), "buttons": [button["label"] for button in entry["buttons"]]}
    return {name: value for name, value in {**shown, **_files(entry)}.items() if value}


def simulated(message: Mapping[str, Any]) -> Rendering:
    screens = Screens()
    screens.show(sending(message), START)
    (shown,) = screens.shown
    found = {"text": _compact(shown.text), "buttons": [label for label, _ in shown.buttons]}
    return {name: value for name, value in {**found, "image": shown.image, "file": shown.file}.items() if value}


CHANNELS = {
    "telegram": telegram,
    "wecom": wecom,
    "wecom_app": wecom_app,
    "official": official,
    "ilink": ilink,
    "web": web,
    "simulated": simulated,
    "plain": plain,
    "bytes": counting_bytes,
}


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_shows_a_message_like_this(channel: str, name: str) -> None:
    assert CHANNELS[channel](MESSAGES[name]) == read(channel)[name]


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_gallery_shows_every_message_and_no_other(channel: str) -> None:
    assert list(read(channel)) == list(MESSAGES)


def _part(part: Part, buttons: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"text": _compact(part.text), "buttons": buttons}
    if part.attachment is not None:
        name = part.attachment.name if isinstance(part.attachment, Document) else part.attachment.key
        found[type(part.attachment).__name__.lower()] = name
    return {name: value for name, value in found.items() if value}


def _files(entry: Mapping[str, Any]) -> dict[str, Any]:
    attached = [{name: value for name, value in each.items() if value} for each in entry["attachments"]]
    return {"image": entry["image"], "attachments": attached}


def _expanded(text: str) -> str:
    return re.sub(r"(.)×(\d+)", lambda found: found[1] * int(found[2]), text)


def _compact(text: str) -> str:
    return re.sub(r"(.)\1{9,}", lambda found: f"{found[1]}×{len(found[0])}", text)
