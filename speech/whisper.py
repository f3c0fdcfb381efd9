"""Whisper through faster-whisper: 8-bit weights, one thread, bounded in processor time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from speech.decode import RATE, Sound
from speech.heard import Heard, Word
from speech.keeping import Segment, heard
from speech.names import prompt
from speech.unheard import Deaf, Lack

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

NEEDED = "faster_whisper"
TEMPERATURES = (0.0, 0.2, 0.4)  # what loops at the first is tried again at the next
BEAM = 5  # ways that are followed: a third fewer wrong characters than with one, for a tenth more processor time
TOKENS, TOKENS_A_SECOND = 30, 8  # nobody speaks faster: what goes on longer is a loop
CPU_SECONDS, CPU_SHARE = 3.0, 0.35  # of processor time at least, and for each second of sound: then nothing more begins
REST_S = 0.8  # so near to the end of the last voice nothing more is said: listening on costs as much as the beginning


def missing(folder: Path) -> Lack | None:
    """What hearing with the model of this folder lacks; nothing is loaded."""
    if find_spec(NEEDED) is None:
        return "engine"
    return None if (folder / "model.bin").is_file() else "weights"  # the library would look for it in the network


class Whisper:
    """A model of a folder in the form of CTranslate2. Loading takes a second."""

    def __init__(self, folder: Path, compute_type: str = "int8") -> None:
        """Raises Deaf where the library or the weights are missing."""
        if (lack := missing(folder)) is not None:
            raise Deaf(lack)
        from faster_whisper import WhisperModel

        self.model: WhisperModel = WhisperModel(
            str(folder), device="cpu", compute_type=compute_type, cpu_threads=1, local_files_only=True
        )

    def transcribe(self, sound: Sound, names: Sequence[str] = ()) -> Heard:
        """What the sound says."""
        from faster_whisper.vad import get_speech_timestamps

        seconds, prompted = len(sound) / RATE, prompt(names)
        voices = get_speech_timestamps(sound)
        if not voices:
            return heard((), seconds)
        ends = voices[-1]["end"] / RATE - REST_S
        limit = _Limit(max(CPU_SECONDS, CPU_SHARE * seconds))
        kept, cut = list[Segment](), False
        found, _ = self.model.transcribe(
            sound,
            language="zh",
            beam_size=BEAM,
            best_of=1,
            temperature=_Temperatures(TEMPERATURES, limit),
            condition_on_previous_text=False,
            initial_prompt=prompted,
            vad_filter=True,
            word_timestamps=True,
            max_new_tokens=round(TOKENS + TOKENS_A_SECOND * min(seconds, 30)),
        )
        for segment in found:
            kept.append(_segment(segment))
            cut = kept[-1].end < ends and limit.is_reached
            if cut or kept[-1].end >= ends:
                break
        return heard(kept, seconds, cut=cut, prompt=prompted)


class _Limit:
    """Of processor time, from now on; all threads count, as only one recording is heard at a time."""

    def __init__(self, seconds: float) -> None:
        self._end = process_time() + seconds

    @property
    def is_reached(self) -> bool:
        return process_time() >= self._end


class _Temperatures(list[float]):
    """The first, and the others while there is time."""

    def __init__(self, temperatures: Sequence[float], limit: _Limit) -> None:
        super().__init__(temperatures)
        self._limit = limit

    def __iter__(self) -> Iterator[float]:
        for number, temperature in enumerate(super().__iter__()):
            if number == 0 or not self._limit.is_reached:
                yield temperature


def _segment(found: Any) -> Segment:
    words = tuple(
        Word(word.word, float(word.start), float(word.end), float(word.probability)) for word in found.words or ()
    )
    return Segment(
        found.text,
        float(found.start),
        float(found.end),
        found.avg_logprob,
        found.compression_ratio,
        found.no_speech_prob,
        words,
    )
