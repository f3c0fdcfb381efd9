"""A model of meaning as a folder: the network in ONNX, its table of words, its tokenizer and its settings.

`e5_onnx` writes such folders. The network is run by onnxruntime on one core; words' vectors are looked up here, in a
mapped file (words.npy: 8-bit values, word_scales.npy: a scale for each word).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embedding.embedder import Calibration, Vectors, normalised

SETTINGS = "embedding.json"
SAME = {"multilingual-e5-small": 0.62}  # of calibrations that were written before they held it
AT_ONCE = 8  # texts run together; alike in length, or much is computed of nothing


def read_settings(folder: Path) -> dict[str, Any]:
    """What a folder says of its model. Raises OSError or ValueError where it holds none."""
    settings: dict[str, Any] = json.loads((folder / SETTINGS).read_text("utf-8"))
    return settings


def note_files(folder: Path) -> dict[str, Any]:
    """What each file of a folder is like, for its settings."""
    return {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir())
    }


def damaged(folder: Path, *, quickly: bool = False) -> list[str]:
    """The files of a model that are missing or not as they were made; `quickly`: only their lengths are looked at."""
    try:
        files: Mapping[str, Any] = read_settings(folder)["files"]
    except (OSError, ValueError, KeyError):
        return [SETTINGS]
    return [name for name, made in files.items() if not _is_as_made(folder / name, made, quickly)]


def _is_as_made(path: Path, made: Mapping[str, Any], quickly: bool) -> bool:
    if not path.is_file() or path.stat().st_size != made["bytes"]:
        return False
    return quickly or hashlib.sha256(path.read_bytes()).hexdigest() == made["sha256"]


class OnnxModel:
    """The model of a folder, opened when the first text comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings = read_settings(folder)
        self.size: int = self._settings["size"]
        known = {"same": SAME[name]} if (name := self._settings["name"]) in SAME else {}
        self.calibration = Calibration(**{**known, **self._settings["calibration"]})

    @property
    def id(self) -> str:
        """The model's name and the hash of its network."""
        return f"{self._settings['name']}-{self._settings['files']['model.onnx']['sha256'][:12]}"

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are to be found."""
        return self._embedded([self._settings["prefixes"]["document"] + text for text in texts])

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._embedded([self._settings["prefixes"]["query"] + text for text in texts])

    def tokens(self, text: str) -> list[int]:
        """The numbers of a text's words and pieces of words."""
        return list(self._tokenizer.encode(text).ids)

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        tokens = list(map(self.tokens, texts))
        by_length = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        vectors = np.zeros((len(texts), self.size), np.float32)
        for first in range(0, len(texts), AT_ONCE):
            places = by_length[first : first + AT_ONCE]
            vectors[places] = self._run([tokens[place] for place in places])
        return normalised(vectors)

    def _run(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        longest = max(map(len, tokens))
        ids = np.zeros((len(tokens), longest), np.int64)
        mask = np.zeros((len(tokens), longest), np.float32)
        for row, numbers in enumerate(tokens):
            ids[row, : len(numbers)] = numbers
            mask[row, : len(numbers)] = 1
        values, scales = self._words
        words = values[ids] * scales[ids][..., None]
        found: Vectors = self._session.run(None, {"words": words, "mask": mask})[0]
        return found

    @cached_property
    def _words(self) -> tuple[Any, Vectors]:
        return np.load(self._folder / "words.npy", mmap_mode="r"), np.load(self._folder / "word_scales.npy")

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(self._settings["longest"])
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
