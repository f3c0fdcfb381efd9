"""Which embedder a company's library is searched with."""

from __future__ import annotations

from pathlib import Path

from config.yaml_lines import ConfigError
from knowledge.embedding.embedder import Embedder
from knowledge.embedding.onnx_model import SETTINGS, OnnxModel, damaged
from knowledge.embedding.word_vectors import WordVectors
from storage.weights.catalogue import folder_of

E5 = "multilingual-e5-small"


def choose(wanted: str | None, models: Path) -> Embedder:
    """`embedded`: the word vectors; a folder: its model. Without a wish multilingual-e5-small where it is ready, else
    the word vectors. Raises ConfigError."""
    if wanted in (None, ""):
        return OnnxModel(e5_folder(models)) if not damaged(e5_folder(models), quickly=True) else WordVectors()
    if wanted == "embedded":
        return WordVectors()
    if (Path(wanted) / SETTINGS).is_file():
        return OnnxModel(Path(wanted))
    raise ConfigError(f"XIAOBAN_EMBEDDER 写的「{wanted}」不是 embedded,也不是一个模型文件夹(里面要有 {SETTINGS})。")


def e5_folder(models: Path) -> Path:
    """Where multilingual-e5-small lies, once it is ready for use."""
    return folder_of(E5, models) / "ready"
