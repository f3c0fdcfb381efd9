"""Whisper through openai-whisper, the original: for those who have its weights and PyTorch already. It is some times
slower and knows no voice activity detection: that of faster-whisper is asked first whether there is a voice at all."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from speech.decode import RATE, Sound
from speech.heard import Heard, Word
from speech.keeping import Segment, heard
from speech.names import prompt
from speech.unheard import Deaf, Lack
from speech.whisper import TEMPERATURES

NEEDED = "whisper"


def missing() -> Lack | None:
    """What hearing with it lacks, as far as that shows without loading anything."""
    return None if find_spec(NEEDED) is not None else "engine"


class OpenAIWhisper:
    """A model by its name (base) or the path of its file (…/base.pt). Names are downloaded by the library."""

    def __init__(self, model: str) -> None:
        """Raises Deaf where the library or the weights are missing."""
        if (lack := missing()) is not None:
            raise Deaf(lack)
        from whisper import load_model

        try:
            self._model: Any = load_model(model, device="cpu")
        except (RuntimeError, OSError):
            raise Deaf("weights") from None

    def transcribe(self, sound: Sound, names: Sequence[str] = ()) -> Heard:
        """What the sound says."""
        seconds, prompted = len(sound) / RATE, prompt(names)
        if not _has_voice(sound):
            return heard((), seconds)
        found = self._model.transcribe(
            sound,
            language="zh",
            fp16=False,
            temperature=TEMPERATURES,
            condition_on_previous_text=False,
            initial_prompt=prompted,
            word_timestamps=True,
        )
        return heard([_segment(part) for part in found["segments"]], seconds, prompt=prompted)


def _has_voice(sound: Sound) -> bool:
    try:
        from faster_whisper.vad import get_speech_timestamps
    except ImportError:
        return True
    return bool(get_speech_timestamps(sound))


def _segment(part: dict[str, Any]) -> Segment:
    words = tuple(Word(w["word"], w["start"], w["end"], w["probability"]) for w in part.get("words", ()))
    return Segment(
        part["text"],
        part["start"],
        part["end"],
        part["avg_logprob"],
        part["compression_ratio"],
        part["no_speech_prob"],
        words,
    )
