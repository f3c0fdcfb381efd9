"""What an engine makes of noise is not kept; what was said is, in simplified characters."""

from __future__ import annotations

import pytest

from speech.heard import Heard, Word
from speech.keeping import Segment, heard
from speech.names import LONGEST_PROMPT, MOST_NAMES, prompt


def segment(text: str, logprob: float = -0.3, ratio: float = 1.0, silent: float = 0.05) -> Segment:
    return Segment(text, 0.0, 2.0, logprob, ratio, silent)


@pytest.mark.parametrize(
    "doubtful",
    [
        segment("嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯嗯"),
        segment("谢谢大家谢谢大家谢谢大家谢谢大家谢谢大家"),
        segment("啦啦啦", ratio=19.6),
        segment("字幕由志愿者提供", logprob=-1.4),
        segment("谢谢观看", silent=0.9),
        segment(" … "),
        segment("宏远建材、李总、鼎新。"),
    ],
)
def test_what_nobody_said_is_not_kept(doubtful: Segment) -> None:
    found = heard([doubtful], 2.0, prompt=prompt(["宏远建材", "李总", "鼎新"]))
    assert (found.text, found.words, found.confidence) == ("", (), 0.0)


@pytest.mark.parametrize("said", ["刚跟宏远李总打完电话", "李总", "电话是13888888888", "好的好的,周三下午三点见"])
def test_what_was_said_is_kept(said: str) -> None:
    assert heard([segment(said)], 2.0, prompt=prompt(["宏远建材", "李总"])).text == said


def test_traditional_characters_become_simplified() -> None:
    assert heard([segment("他嫌價格高"), segment("週三下午我再去一趟")], 4.0).text == "他嫌价格高,周三下午我再去一趟"


def test_pauses_lie_between_words() -> None:
    words = (Word("他", 0.0, 0.2, 1.0), Word("嫌", 0.3, 0.5, 1.0), Word("贵", 2.0, 2.2, 1.0))
    assert Heard("他嫌贵", 3.0, 1.0, words).pauses == ((0.5, 2.0),)


def test_a_prompt_holds_some_names_and_no_more() -> None:
    assert prompt([]) is None
    many = prompt([f"客户{number}" for number in range(100)])
    assert many is not None and many.count("客户") == MOST_NAMES
    long = prompt([f"{number}号" + "远" * 40 for number in range(20)])
    assert long is not None and len(long) <= LONGEST_PROMPT + 60
