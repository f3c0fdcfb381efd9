"""Hearing happens in another process; whatever becomes of it, the next recording is heard."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from speech_engines import Counting, broken_weights, deaf
from speech_files import tone, wav

from speech.beside import HearingBeside
from speech.unheard import Deaf, HearingFailed, Unplayable


@pytest.fixture
def hearing() -> Iterator[HearingBeside]:
    made = HearingBeside(Counting)
    yield made
    made.close()


def test_nothing_is_started_before_it_is_needed(hearing: HearingBeside) -> None:
    assert hearing.process_id is None


def test_a_recording_is_heard_in_another_process_which_stays(hearing: HearingBeside) -> None:
    first = hearing.hear(wav(tone(1)), ["李总", "宏远"])
    number, names = first.text.split(" ")
    assert int(number) not in (os.getpid(), 0) and names == "李总、宏远"
    assert first.seconds == pytest.approx(1)
    assert hearing.hear(wav(tone(1))).text.split(" ")[0] == number


def test_what_ends_the_process_does_not_end_the_hearing(hearing: HearingBeside) -> None:
    before = hearing.hear(wav(tone(1))).text
    with pytest.raises(HearingFailed):
        hearing.hear(wav(tone(3)))
    assert hearing.hear(wav(tone(1))).text not in ("", before)


def test_failures_and_refusals_come_back_as_what_they_are(hearing: HearingBeside) -> None:
    with pytest.raises(HearingFailed):
        hearing.hear(wav(tone(2)))
    with pytest.raises(Unplayable) as refused:
        hearing.hear(b"PK\x03\x04")
    assert refused.value.fault == "unknown"
    missing = HearingBeside(deaf)
    with pytest.raises(Deaf) as lacking:
        missing.hear(wav(tone(1)))
    assert lacking.value.lack == missing.lack() == "weights"
    missing.close()


def test_what_is_lacking_is_known_before_anything_is_heard() -> None:
    assert HearingBeside(Counting).lack() is None
    assert HearingBeside(Counting, lambda: "engine").lack() == "engine"


def test_an_engine_that_does_not_load_is_lacking_until_it_does() -> None:
    broken = HearingBeside(broken_weights)
    with pytest.raises(Deaf) as lacking:
        broken.hear(wav(tone(1)))
    assert lacking.value.lack == broken.lack() == "loading"
    broken.close()
