"""The real Whisper: what is said is heard, and where nothing is said nothing is."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from models import MODELS
from speech_files import spoken

from benchmarks import noises
from speech.decode import decode
from speech.whisper import Whisper
from storage.weights.catalogue import folder_of

pytestmark = pytest.mark.needs_whisper


@cache
def whisper() -> Whisper:
    return Whisper(folder_of("whisper-base", MODELS))


@pytest.mark.parametrize("number", range(len(noises.KINDS)))
def test_nobody_says_anything_in_noise(number: int) -> None:
    kind, sound = list(noises.clips(len(noises.KINDS), seed=7))[number]
    found = whisper().transcribe(sound, ["宏远建材", "李总", "鼎新"])
    assert found.text == "", kind


@pytest.mark.needs_espeak
def test_what_is_said_has_its_times() -> None:
    sound = decode(spoken("今天下午三点我去拜访客户"), 20)
    found = whisper().transcribe(np.concatenate([np.zeros(16_000, np.float32), sound]))
    assert "拜访" in found.text or "客户" in found.text, found.text
    assert found.words[0].start > 0.5
    assert all(word.start <= word.end <= found.seconds + 0.1 for word in found.words)
    assert 0.2 < found.confidence <= 1
