"""Buttons and conversation keys keep their formats: old messages and rows hold them."""

from __future__ import annotations

import pytest

from bot.messaging.conversation_key import ConversationKey
from bot.messaging.taps import LONGEST_TAP, Tap


@pytest.mark.parametrize(
    ("data", "tap"),
    [
        ("a:17:3:0", Tap(0, run_id=17, step=3)),
        ("o:5:2", Tap(2, outbox_id=5)),
        ("a:2147483647:99:12", Tap(12, run_id=2147483647, step=99)),
        ("a:2147483648:99:12", None),
        ("a:17:999999999999999:0", None),
        ("o:2147483648:0", None),
        ("a:17:3", None),
        ("o:5", None),
        ("o:5:2:1", None),
        ("x:5:2", None),
        ("a:17:3:-1", None),
        ("a:1e3:3:0", None),
        ("o:1234567890123456:0", None),
        ("o:五:0", None),
        ("", None),
    ],
)
def test_a_button_says_what_it_is(data: str, tap: Tap | None) -> None:
    assert Tap.read(data) == tap
    if tap is not None:
        assert str(tap) == data and len(data.encode()) <= LONGEST_TAP


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("m:7", ConversationKey(7)),
        ("a:telegram:42", ConversationKey(None, "telegram", "42")),
        ("a:web:guest:ab12cd", ConversationKey(None, "web", "guest:ab12cd")),
        ("a:simulated:", ConversationKey(None, "simulated", "")),
    ],
)
def test_a_key_says_whose_conversation_it_is(text: str, key: ConversationKey) -> None:
    assert (ConversationKey.read(text), str(key)) == (key, text)


@pytest.mark.parametrize("text", ["", "m:", "m:x", "a:telegram", "b:telegram:42"])
def test_anything_else_is_no_key(text: str) -> None:
    with pytest.raises(ValueError):
        ConversationKey.read(text)
