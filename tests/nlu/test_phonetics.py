"""How names sound, also where a character has two readings; without all the phrases that a library knows, which weigh
more than the rest of the program."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from nlu.text.phonetics import sound_of


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("重阳", "chong yang"),
        ("长沙银行", "chang sha yin hang"),
        ("成长快乐", "cheng zhang kuai le"),
        ("音乐学校", "yin yue xue xiao"),
        ("盛达调味品", "sheng da tiao wei pin"),
        ("宏远建材", "hong yuan jian cai"),
    ],
)
def test_a_name_sounds_as_its_words_do(name: str, sound: str) -> None:
    assert " ".join(sound_of(name)) == sound


def test_the_phrases_of_the_library_are_not_loaded() -> None:
    code = (
        "from nlu.text import phonetics; phonetics.prepare(); import sys; "
        "sys.exit('pypinyin.phrases_dict' in sys.modules)"
    )
    env = {name: value for name, value in os.environ.items() if name != "PYPINYIN_NO_PHRASES"}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0
