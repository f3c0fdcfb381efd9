"""Which embedder a company's library is searched with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.settings import Settings
from config.yaml_lines import ConfigError
from knowledge.embedding.embedder import Embedder
from knowledge.embedding.onnx_model import SETTINGS, OnnxModel, damaged
from knowledge.embedding.sentence_model import SentenceModel
from knowledge.embedding.server_model import Server, open_server
from knowledge.embedding.word_vectors import WordVectors
from storage.weights.catalogue import folder_of

E5 = "multilingual-e5-small"
NETWORK = "model.onnx"
NEEDED = "sentence_transformers"
_OF_HUB = re.compile(r"[\w.-]+/[\w.-]+")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Chosen:
    """The embedder; where it is not the one that was wished for, `missing` says why and what to do, for a person."""

    embedder: Embedder
    missing: str = ""


def choose(settings: Settings) -> Chosen:
    """As XIAOBAN_EMBEDDER says: `embedded`: the word vectors; a folder or a model's name at its home: that model; an
    address: the server there. Without a wish, or where that model is not ready, multilingual-e5-small if it is, else
    the word vectors. Nothing is fetched, nothing is loaded yet. Raises ConfigError for what is none of these."""
    wanted = settings.embedder
    if not wanted:
        return Chosen(_always_there(settings.models))
    if wanted == "embedded":
        return Chosen(WordVectors())
    try:
        found = _opened(wanted, settings)
    except (OSError, ValueError, KeyError, TypeError):
        found = f"还没准备好,要用先 python -m bot models get {wanted}"
    if not isinstance(found, str):
        return Chosen(found)
    stand_in = _always_there(settings.models)
    return Chosen(stand_in, f"话术库要的模型 {wanted} {found};先用 {stand_in.id.rsplit('-', 1)[0]} 顶着,其余照常。")


def server_of(settings: Settings) -> Server:
    """The server of the settings. Raises ConfigError where its model has no name."""
    if settings.embedder_model is None:
        raise ConfigError("XIAOBAN_EMBEDDER 写了网址,还要用 XIAOBAN_EMBEDDER_MODEL 写明模型的名字。")
    key = settings.embedder_key
    return Server(settings.embedder or "", settings.embedder_model, key.get_secret_value() if key else None)


def is_address(wanted: str) -> bool:
    """Whether this is where a server is."""
    return _ADDRESS.fullmatch(wanted) is not None


def folder_for(wanted: str, models: Path) -> Path | None:
    """The folder of a model by its own path or by its name at its home; None if it is neither."""
    if Path(wanted).is_dir():
        return Path(wanted)
    return models / wanted.replace("/", "--") if _OF_HUB.fullmatch(wanted) else None


def e5_folder(models: Path) -> Path:
    """Where multilingual-e5-small lies, once it is ready for use."""
    return folder_of(E5, models) / "ready"


def _opened(wanted: str, settings: Settings) -> Embedder | str:
    """The embedder, or why there is none. Raises OSError or ValueError where it was not made ready."""
    if is_address(wanted):
        server = server_of(settings)
        return open_server(server, settings.models / server.folder_name)
    folder = folder_for(wanted, settings.models)
    if folder is None:
        names = "embedded、模型文件夹、模型的名字(例 BAAI/bge-small-zh-v1.5)或者网址"
        raise ConfigError(f"XIAOBAN_EMBEDDER 写的「{wanted}」不是 {names}。")
    if (folder / NETWORK).is_file() and (folder / SETTINGS).is_file():
        return OnnxModel(folder)
    if find_spec(NEEDED) is None:
        return "要有 sentence-transformers 才打得开:pip install -e '.[embeddings]'"
    return SentenceModel(folder)


def _always_there(models: Path) -> Embedder:
    folder = e5_folder(models)
    return WordVectors() if damaged(folder, quickly=True) else OnnxModel(folder)
