"""Texts in parts that a channel takes, by its own way of counting; nothing of a message is lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.attached import fitting
from bot.channels.capabilities import LENGTH, Buttons, Capabilities, Unit
from bot.channels.export import cut, export
from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.attachments import Audio, Chart, Document, Image, Video, as_json, from_json
from bot.messaging.sends import Button
from storage.media import MAX_BYTES

TELEGRAM = TelegramChannel.capabilities
LONGEST_TEXT = TELEGRAM.longest_text or 0
SOUND, PAPER = Audio("v.ogg", "话"), Document("d.pdf", "协议.pdf", "签")
ATTACHMENTS = (Image("i.png", "图"), Chart.of({"a": 1}, "数"), SOUND, PAPER)


def parts(text: str) -> list[str]:
    return cut(text, TELEGRAM)


def test_a_text_that_fits_is_one_part() -> None:
    assert parts("第一行\n\n第三行") == ["第一行\n\n第三行"]
    assert parts("长" * LONGEST_TEXT) == ["长" * LONGEST_TEXT]


def test_a_long_text_is_cut_between_lines() -> None:
    line = "跟进记录" * 100
    text = "\n".join([line] * 20)
    assert parts(text) == ["\n".join([line] * 10), "\n".join([line] * 10)]


def test_a_line_too_long_is_cut_where_it_must_be() -> None:
    assert parts("开头\n" + "长" * 5000 + "\n结尾") == ["开头", "长" * 4096, "长" * 904 + "\n结尾"]


def test_a_line_too_long_is_cut_behind_a_sentence() -> None:
    sentence = "他说价格还要再谈,周三给答复。"
    cut_up = parts(sentence * 400)
    assert "".join(cut_up) == sentence * 400
    assert all(piece.endswith("。") for piece in cut_up)
    assert len(cut_up) == 2


def test_characters_of_two_units_count_twice() -> None:
    assert [TELEGRAM.length(part) for part in parts("😀" * 2100)] == [4096, 104]


@given(st.text(st.sampled_from("ab好😀\n "), max_size=80), st.integers(4, 12), st.sampled_from(sorted(LENGTH)))
def test_nothing_is_dropped_and_every_part_fits(text: str, longest: int, unit: Unit) -> None:
    pieces = cut(text, Capabilities(False, longest_text=longest, unit=unit))
    assert all(LENGTH[unit](piece) <= longest and piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(
    st.text("好😀\n ", max_size=40),
    st.lists(st.text("甲乙", min_size=1, max_size=6), max_size=5),
    st.lists(st.sampled_from(ATTACHMENTS), unique=True),
    st.builds(
        Capabilities,
        recognises_repeats=st.booleans(),
        longest_text=st.integers(20, 60),
        unit=st.sampled_from(sorted(LENGTH)),
        buttons=st.none() | st.builds(Buttons, most=st.integers(1, 5), longest_label=st.integers(1, 6)),
        images=st.booleans(),
        audio=st.booleans(),
        files=st.booleans(),
        longest_caption=st.integers(0, 20),
    ),
)
def test_whatever_a_channel_lacks_everything_is_there_once(
    text: str, labels: list[str], attachments: list[object], channel: Capabilities
) -> None:
    buttons = [Button(label, f"o:1:{number}") for number, label in enumerate(labels)]
    found = export(text, buttons, attachments, channel)  # type: ignore[arg-type]
    assert all(channel.fits(part.text, channel.longest_text) for part in found)
    assert all(channel.fits(part.text, channel.longest_caption) for part in found if part.attachment)
    assert not any(part.buttons for part in found[:-1])
    words = "".join(part.text for part in found).replace("\n", "")
    shown = [part.attachment for part in found if part.attachment]
    for attachment in attachments:
        said = attachment.text in words  # type: ignore[attr-defined]
        assert (attachment in shown) != said
    if found and labels:
        numbered = all(f"{number}. {label}" in words for number, label in enumerate(labels, 1))
        assert (list(found[-1].buttons) == buttons) != numbered


def test_attachments_are_kept_as_json() -> None:
    assert tuple(from_json(as_json(attachment)) for attachment in ATTACHMENTS) == ATTACHMENTS
    assert as_json(ATTACHMENTS[1]) == {"kind": "chart", "specification": '{"a": 1}', "text": "数", "key": ""}


def test_what_is_too_large_to_be_sent_is_named_in_words() -> None:
    there = {"film.mp4": bytes(MAX_BYTES + 1), "a.png": b"x"}
    text, shown = fitting("看这段", (Video("film.mp4", "答价格"), Image("a.png"), Image("gone.png")), there)
    assert text == "看这段\n[视频]答价格(太大,这里放不了;打开网页聊天能看)"
    assert shown == [Image("a.png")]
