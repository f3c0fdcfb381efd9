"""A message as a channel can show it: in parts, each with its words, at most one attachment, and buttons on the last.

Nothing of a message is lost: what a channel cannot show is said in words, by a policy. Long texts are cut between lines
where possible, a long line behind a sentence. An attachment carries the words as its caption if all of them fit;
otherwise they follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.channels.capabilities import Capabilities
from bot.conversation.attachments import Attachment, Audio, Chart, Document, Image, Video
from bot.messaging.sends import Button

SENTENCE_END = re.compile(r"[。！？!?；;…]+[”」』）)]*|(?<=[^\d\s])[.]\s")


@dataclass(frozen=True)
class Policy:
    """Templates for what a channel cannot show; an empty one drops it. `hint` introduces
    choices that became numbered lines: a number that is written means the choice."""

    name: str
    choice: str
    hint: str
    image: str
    audio: str
    video: str
    document: str
    chart: str = "{text}"

    def words_for(self, attachment: Attachment) -> str:
        """The line shown instead of an attachment."""
        match attachment:
            case Image():
                return self.image.format(text=attachment.text)
            case Audio():
                return self.audio.format(text=attachment.text)
            case Video():
                return self.video.format(text=attachment.text)
            case Document():
                return self.document.format(text=attachment.text, name=attachment.name)
            case Chart():
                return self.chart.format(text=attachment.text)


IN_WORDS = Policy(
    "in words",
    choice="{number}. {label}",
    hint="（回数字就行）",
    image="[图片]{text}",
    audio="[语音]{text}",
    video="[视频]{text}",
    document="[文件]{name} {text}",
)


@dataclass(frozen=True)
class Part:
    """What is shown as one message of the platform; `text` is the caption of `attachment`, if there is one."""

    text: str
    attachment: Attachment | None = None
    buttons: tuple[Button, ...] = ()


def export(
    text: str,
    buttons: Sequence[Button],
    attachments: Sequence[Attachment],
    channel: Capabilities,
    policy: Policy = IN_WORDS,
) -> list[Part]:
    """The parts in their order; none for a message without anything to show."""
    shown = [attachment for attachment in attachments if _shows(channel, attachment)]
    tappable = _shows_buttons(channel, buttons)
    lines = [policy.words_for(attachment).strip() for attachment in attachments if attachment not in shown]
    if not tappable:
        lines += _numbered(buttons, policy)
    words = "\n".join(line for line in (text, *lines) if line.strip())
    parts = _parts(words, shown, channel)
    if parts and tappable:
        parts[-1] = Part(parts[-1].text, parts[-1].attachment, tuple(buttons))
    return parts


def cut(text: str, channel: Capabilities) -> list[str]:
    """`text` in pieces that fit, cut between lines where possible. Nothing is dropped but the line breaks between."""
    if channel.fits(text, channel.longest_text):
        return [text] if text.strip() else []
    longest = channel.longest_text or 0
    pieces: list[str] = []
    current = ""
    for line in text.split("\n"):
        if current and channel.length(f"{current}\n{line}") > longest:
            pieces.append(current)
            current = ""
        *whole, rest = _cut_line(line, longest, channel)
        pieces.extend(whole)
        current = f"{current}\n{rest}" if current else rest
    return [piece for piece in [*pieces, current] if piece.strip()]


def _parts(words: str, shown: Sequence[Attachment], channel: Capabilities) -> list[Part]:
    texts = cut(words, channel)
    if not shown:
        return [Part(text) for text in texts]
    *first, last = shown
    parts = [Part("", attachment) for attachment in first]
    if channel.fits(words, channel.longest_caption):
        return [*parts, Part(words, last)]
    return [*parts, Part("", last), *(Part(text) for text in texts)]


def _shows(channel: Capabilities, attachment: Attachment) -> bool:
    match attachment:
        case Image():
            return channel.images
        case Chart():
            return channel.images and bool(attachment.key)
        case Audio():
            return channel.audio
        case Video():
            return channel.video
        case Document():
            return channel.files


def _shows_buttons(channel: Capabilities, buttons: Sequence[Button]) -> bool:
    """Whether all choices can be buttons; otherwise none is, so that a question is answered in one way."""
    limits = channel.buttons
    if limits is None:
        return False
    return (limits.most is None or len(buttons) <= limits.most) and all(
        channel.fits(button.label, limits.longest_label)
        and (limits.longest_data is None or len(button.data.encode()) <= limits.longest_data)
        for button in buttons
    )


def _numbered(buttons: Sequence[Button], policy: Policy) -> Iterator[str]:
    if buttons and policy.choice:
        yield policy.hint
    for number, button in enumerate(buttons, 1):
        yield policy.choice.format(number=number, label=button.label)


def _cut_line(line: str, longest: int, channel: Capabilities) -> list[str]:
    """One line in pieces that fit; mostly it is one."""
    pieces, piece, length = [], "", 0
    for character in line:
        wide = channel.length(character)
        if length + wide > longest:
            end = _sentence_end(piece)
            pieces.append(piece[:end])
            piece = piece[end:]
            length = channel.length(piece)
        piece, length = piece + character, length + wide
    return [*pieces, piece]


def _sentence_end(piece: str) -> int:
    """Where the last sentence in the second half of `piece` ends; its length where none does."""
    ends = [found.end() for found in SENTENCE_END.finditer(piece, len(piece) // 2)]
    return ends[-1] if ends else len(piece)
