"""How well and how fast voice messages are heard, with the installed Whisper base.

CLIPS is a folder with clips.jsonl (`file`, `text`): read sentences, to be compared with faster-whisper as it comes.
--spoken names a file of spoken messages (lines as of `parse`, with `file` and `gold`) and --lexicon the names of their
company: measured is what was understood of them. Neither is in the repository.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks import noises, scoring
from config.settings import settings
from nlu.engine import load_engine
from nlu.entities.known_names.misheard import as_named
from nlu.lexicon import Lexicon
from speech.decode import RATE, Sound, decode
from speech.names import MOST_NAMES
from speech.simplified import simplified
from speech.whisper import Whisper
from storage.weights.catalogue import folder_of

NOISES, LONGEST_S, MESSAGE_S = 200, 600, 10
_BESIDE_WORDS = re.compile(r"[\W_]+")


@dataclass
class Course:
    """What one way of hearing came to."""

    wrong: int = 0
    characters: int = 0
    cpu: list[float] = field(default_factory=list)  # seconds for ten of sound
    spent: float = 0.0
    seconds: float = 0.0

    def add(self, sound: Sound, wanted: str, hear: Callable[[Sound], str]) -> str:
        """Hear it, and compare."""
        began = process_time()
        text = hear(sound)
        spent, seconds = process_time() - began, len(sound) / RATE
        self.cpu.append(spent / max(seconds, MESSAGE_S) * MESSAGE_S)
        self.spent, self.seconds = self.spent + spent, self.seconds + seconds
        self.wrong += Levenshtein.distance(_bare(wanted), _bare(text))
        self.characters += len(_bare(wanted))
        return text

    @property
    def cer(self) -> float:
        return self.wrong / max(self.characters, 1)


def add(arguments: argparse.ArgumentParser) -> None:
    arguments.add_argument("clips", type=Path, help="a folder with clips.jsonl")
    arguments.add_argument("--spoken", type=Path, help="spoken messages with their gold")
    arguments.add_argument("--lexicon", type=Path, help="the names of their company")


def measure(given: argparse.Namespace) -> Mapping[str, str]:
    """The figures."""
    began = perf_counter()
    whisper = Whisper(folder_of("whisper-base", settings().models))
    figures = {"loading the model": f"{perf_counter() - began:.1f} s"}
    figures |= _read_aloud(whisper, given.clips)
    figures |= _noise(whisper)
    if given.spoken and given.lexicon:
        figures |= _understood(whisper, given.spoken, given.lexicon)
    return figures


def _read_aloud(whisper: Whisper, folder: Path) -> Mapping[str, str]:
    ours, plain = Course(), Course()
    sounds = []
    for clip in _lines(folder / "clips.jsonl"):
        sound = decode((folder / clip["file"]).read_bytes(), LONGEST_S)
        sounds.append(sound)
        ours.add(sound, clip["text"], lambda heard: whisper.transcribe(heard).text)
        plain.add(sound, clip["text"], lambda heard: simplified(_as_it_comes(whisper, heard)))
    message = _long_enough(sounds)
    began = perf_counter()
    whisper.transcribe(message)
    return {
        f"character error, {len(sounds)} sentences read aloud": f"{ours.cer:.3f}",
        "the same by faster-whisper as it comes": f"{plain.cer:.3f}",
        "processor time for it all": f"{ours.spent:.0f} s (as it comes: {plain.spent:.0f} s)",
        f"a message of {MESSAGE_S} s, from sound to words": f"{perf_counter() - began:.1f} s",
    }


def _noise(whisper: Whisper) -> Mapping[str, str]:
    course, invented = Course(), list[str]()
    for kind, sound in noises.clips(NOISES):
        text = course.add(sound, "", lambda heard: whisper.transcribe(heard).text)
        if text:
            invented.append(f"{kind}:{text}")
    return {
        f"reports invented in {NOISES} clips of noise, clicks, drums and tunes": "、".join(invented) or "0",
        "processor time of the slowest, for 10 s of sound": f"{max(course.cpu):.1f} s",
    }


def _understood(whisper: Whisper, spoken: Path, names: Path) -> Mapping[str, str]:
    lexicon = Lexicon.read(names)
    engine = load_engine(settings().cache).with_lexicon(lexicon)
    said = [name for name in _names(lexicon) if name]
    course, lines = Course(), list(_lines(spoken))
    right = wanted = false = 0
    answers = []
    for line in lines:
        sound = decode(Path(line["file"]).read_bytes(), LONGEST_S)
        likely = [name for name in said if name in line["text"]]
        told = sorted(dict.fromkeys([*likely, *said]), key=lambda name: name not in likely)[:MOST_NAMES]
        raw = course.add(sound, line["text"], lambda heard, told=told: whisper.transcribe(heard, told).text)
        text = as_named(raw, said)
        wanted += len(likely)
        right += sum(name in text for name in likely)
        false += sum(name in text and not any(name in other for other in likely) for name in said if name not in likely)
        answers.append(engine.parse(text, datetime.fromisoformat(line["now"])).as_json())
    figures = scoring.score([line["gold"] for line in lines], answers)
    return {
        f"character error, {len(lines)} spoken messages, with 20 names": f"{course.cer:.3f}",
        "processor time of the slowest, for 10 s of sound": f"{max(course.cpu):.1f} s",
        "names written right": f"{right} of {wanted}",
        "names written that nobody said": f"{false}",
        "intents right": f"{figures.intent_accuracy:.3f}",
        "slots, micro-F1": f"{figures.slot_f1:.3f}",
    }


def _names(lexicon: Lexicon) -> Iterator[str]:
    for customer in lexicon.customers.values():
        yield from (*customer.aliases, *customer.contacts)
    yield from lexicon.lists["products"]


def _as_it_comes(whisper: Whisper, sound: Sound) -> str:
    found, _ = whisper.model.transcribe(sound, language="zh")
    return "".join(segment.text for segment in found)


def _long_enough(sounds: Sequence[Sound]) -> Sound:
    return np.concatenate(sounds)[: MESSAGE_S * RATE]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _bare(text: str) -> str:
    return _BESIDE_WORDS.sub("", text)
