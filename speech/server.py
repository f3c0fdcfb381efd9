"""A transcription server with OpenAI's interface (`POST …/audio/transcriptions`): for whoever has a larger model."""

from __future__ import annotations

import io
import wave
from collections.abc import Sequence
from math import log
from typing import Any

import httpx
import numpy as np

from speech.decode import RATE, Sound
from speech.heard import Heard, Word
from speech.keeping import Segment, heard
from speech.names import prompt
from speech.unheard import Deaf, HearingFailed

PATIENCE_S = 120.0
MOST_ANSWER = 4_000_000  # bytes
SURE = log(0.9)  # of what a server gives without saying how sure it is


class TranscriptionServer:
    """`address` is that of the interface (…/v1). What is sent is always a WAV file: not every server reads what
    channels send."""

    def __init__(self, address: str, model: str, key: str | None = None) -> None:
        self._url = f"{address.rstrip('/')}/audio/transcriptions"
        self._model = model
        self._client = httpx.Client(
            timeout=PATIENCE_S, trust_env=False, headers={"Authorization": f"Bearer {key}"} if key else {}
        )

    def transcribe(self, sound: Sound, names: Sequence[str] = ()) -> Heard:
        """What the server hears. Raises Deaf where it does not answer or refuses, HearingFailed where it fails."""
        prompted = prompt(names)
        form = {
            "model": self._model,
            "language": "zh",
            "response_format": "verbose_json",
            "timestamp_granularities[]": ["word", "segment"],
            "temperature": "0",
            **({"prompt": prompted} if prompted else {}),
        }
        try:
            answer = self._client.post(self._url, data=form, files={"file": ("voice.wav", _wave(sound), "audio/wav")})
        except httpx.TimeoutException as error:
            raise HearingFailed("the server took too long") from error
        except httpx.HTTPError as error:
            raise Deaf("server") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise HearingFailed(f"the server answered {answer.status_code}")
        if answer.status_code != 200 or len(answer.content) > MOST_ANSWER:
            raise Deaf("server")
        try:
            found = answer.json()
            words = tuple(_word(word) for word in found.get("words") or ())
            segments = [_segment(part) for part in found.get("segments") or ()] or [_whole(found["text"], sound)]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Deaf("server") from error
        kept = heard(segments, len(sound) / RATE, prompt=prompted)
        return Heard(kept.text, kept.seconds, kept.confidence, words if kept.text else ())


def _wave(sound: Sound) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(RATE)
        opened.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def _word(word: dict[str, Any]) -> Word:
    return Word(str(word["word"]), float(word["start"]), float(word["end"]), float(word.get("probability", 1.0)))


def _segment(part: dict[str, Any]) -> Segment:
    return Segment(
        str(part["text"]),
        float(part["start"]),
        float(part["end"]),
        float(part.get("avg_logprob", SURE)),
        float(part.get("compression_ratio", 1.0)),
        float(part.get("no_speech_prob", 0.0)),
    )


def _whole(text: str, sound: Sound) -> Segment:
    return Segment(str(text), 0.0, len(sound) / RATE, SURE, 1.0, 0.0)
