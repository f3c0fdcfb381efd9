"""A model in a folder of its own that sentence-transformers opens, such as BAAI/bge-small-zh-v1.5.

`make_ready` looks at the model once and writes what is to be known of it beside its files: what is put before a
question and an item, how long its vectors are, and what their nearness is worth. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from config.files import write_private
from knowledge.embedding.embedder import Calibration, Embedder, Vectors, normalised
from knowledge.embedding.onnx_model import SETTINGS, read_settings

AT_ONCE = 16
WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
LOOKS_LIKE = ("modules.json", "config_sentence_transformers.json", "config.json")
QUERY, DOCUMENT = "query", "document"
# What models were trained with and do not say in their files: the model cards of BAAI/bge-*-zh and intfloat/*e5*.
PREFIXES: Mapping[str, Mapping[str, str]] = {
    "bge": {QUERY: "为这个句子生成表示以用于检索相关文章:", DOCUMENT: ""},
    "e5": {QUERY: "query: ", DOCUMENT: "passage: "},
}
NO_PREFIXES = {QUERY: "", DOCUMENT: ""}


class NotAModel(ValueError):
    """Why a folder cannot be used as a model, for a person."""


def is_model(folder: Path) -> bool:
    """Whether sentence-transformers may open this folder."""
    return any((folder / name).is_file() for name in LOOKS_LIKE) and bool(_weights(folder))


def make_ready(folder: Path, name: str, calibrated: Callable[[Embedder], Calibration]) -> None:
    """Look at the model of a folder and write its settings. Raises NotAModel."""
    try:
        opened = _opened(folder)
        size = len(opened.encode(["价格"])[0])
    except Exception as error:  # each kind of damage has its own
        raise NotAModel(f"{folder} 打不开,模型文件不全或坏了({type(error).__name__})") from error
    settings: dict[str, Any] = {
        "name": name,
        "size": size,
        "prefixes": _prefixes(name, opened.prompts or {}),
        "weights": _hash_of(_weights(folder)),
        "calibration": asdict(Calibration(1, 0, 1, 0, 0)),
    }
    settings["calibration"] = asdict(calibrated(SentenceModel(folder, settings)))
    write_private(folder / SETTINGS, json.dumps(settings, ensure_ascii=False, indent=1).encode())


class SentenceModel:
    """The model of a folder that was made ready, opened when the first text comes. Raises OSError or ValueError where
    the folder was not made ready."""

    def __init__(self, folder: Path, settings: Mapping[str, Any] | None = None) -> None:
        self._folder = folder
        self._settings = settings or read_settings(folder)
        self._alone = threading.Lock()  # a model is not made for two threads at once
        self.size: int = self._settings["size"]
        self.calibration = Calibration(**self._settings["calibration"])

    @property
    def id(self) -> str:
        """The model's name and the hash of its weights."""
        return f"{self._settings['name']}-{self._settings['weights'][:12]}"

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are to be found."""
        return self._embedded(self._settings["prefixes"][DOCUMENT], texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        return self._embedded(self._settings["prefixes"][QUERY], texts)

    def _embedded(self, prefix: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.size), np.float32)
        with self._alone:
            found = self._model.encode(
                [prefix + text for text in texts], prompt="", batch_size=AT_ONCE, show_progress_bar=False
            )
        return normalised(np.asarray(found, np.float32))

    @cached_property
    def _model(self) -> Any:
        return _opened(self._folder)


def _opened(folder: Path) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)  # on shared cores more threads wait for each other
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _prefixes(name: str, prompts: Mapping[str, str]) -> Mapping[str, str]:
    """What stands before a question and an item: as the model's own files say, else as models of its name need it."""
    own = {QUERY: prompts.get("query") or "", DOCUMENT: prompts.get("document") or prompts.get("passage") or ""}
    if any(own.values()):
        return own
    return next((prefixes for part, prefixes in PREFIXES.items() if part in name.casefold()), NO_PREFIXES)


def _weights(folder: Path) -> list[Path]:
    return sorted(path for pattern in WEIGHTS for path in folder.rglob(pattern))


def _hash_of(files: Sequence[Path]) -> str:
    state = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            state.update(hashlib.file_digest(file, "sha256").digest())
    return state.hexdigest()
