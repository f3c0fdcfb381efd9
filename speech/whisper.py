"""Whisper through faster-whisper: 8-bit weights, one thread, bounded in processor time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from speech.decode import RATE, Sound
from speech.heard import Heard, Word
from speech.keeping import Segment, heard
from speech.names import prompt
from speech.unheard import Deaf

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

NEEDED = "faster_whisper"
TEMPERATURES = (0.0, 0.2, 0.4)  # what loops at the first is tried again at the next
TOKENS, TOKENS_A_SECOND = 30, 8  # nobody speaks faster: what goes on longer is a loop
CPU_SECONDS, CPU_SHARE = 3.0, 0.3  # of processor time, and for each second of sound, before the rest is left


class Whisper:
    """A model of a folder in the form of CTranslate2. Loading takes a second."""

    def __init__(self, folder: Path, compute_type: str = "int8") -> None:
        """Raises Deaf where the library or the weights are missing."""
        try:
            from faster_whisper import WhisperModel
        except ImportError:
            raise Deaf("engine") from None
        if not (folder / "model.bin").is_file():  # the library would look for such a name in the network
            raise Deaf("weights")
        self._model: WhisperModel = WhisperModel(
            str(folder), device="cpu", compute_type=compute_type, cpu_threads=1, local_files_only=True
        )

    def transcribe(self, sound: Sound, names: Sequence[str] = ()) -> Heard:
        """What the sound says."""
        seconds, prompted = len(sound) / RATE, prompt(names)
        began, kept, cut = process_time(), list[Segment](), False
        found, _ = self._model.transcribe(
            sound,
            language="zh",
            beam_size=1,
            best_of=1,
            temperature=list(TEMPERATURES),
            condition_on_previous_text=False,
            initial_prompt=prompted,
            vad_filter=True,
            word_timestamps=True,
            max_new_tokens=round(TOKENS + TOKENS_A_SECOND * min(seconds, 30)),
        )
        for segment in found:
            kept.append(_segment(segment))
            if process_time() - began > CPU_SECONDS + CPU_SHARE * seconds:
                cut = True
                break
        return heard(kept, seconds, cut=cut, prompt=prompted)


def _segment(found: Any) -> Segment:
    words = tuple(Word(word.word, word.start, word.end, word.probability) for word in found.words or ())
    return Segment(
        found.text, found.start, found.end, found.avg_logprob, found.compression_ratio, found.no_speech_prob, words
    )
