"""A model behind a server that speaks OpenAI's protocol of embeddings (vLLM, text-embeddings-inference, Ollama and the
like): POST <address>/embeddings {"model", "input": [texts]} → {"data": [{"index", "embedding"}]}.

What is to be known of it lies in a folder of ours, made once (`make_ready`). Questions leave this machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from config.files import write_private
from knowledge.embedding.embedder import Calibration, Embedder, NoAnswer, Vectors, normalised
from knowledge.embedding.onnx_model import SETTINGS, read_settings

if TYPE_CHECKING:
    import httpx

AT_ONCE = 32  # texts of a request
PATIENCE_SECONDS = 10.0
UNKNOWN = Calibration(1, 0, 1, 0, 0)


@dataclass(frozen=True)
class Server:
    """Where it is, how it calls its model, and the key that it asks for."""

    address: str
    model: str
    key: str | None = None

    @property
    def folder_name(self) -> str:
        """A name of a folder that belongs to this server and model alone."""
        named = f"{self.address}\n{self.model}"
        return f"server-{hashlib.sha256(named.encode()).hexdigest()[:12]}"


def make_ready(server: Server, folder: Path, calibrated: Callable[[Embedder], Calibration]) -> None:
    """Ask the server for some vectors, and note in `folder` what is to be known of it. Raises NoAnswer."""
    size = len(_answer(server, ["价格"])[0])
    calibration = calibrated(ServerModel(server, size, UNKNOWN))
    settings = {"address": server.address, "model": server.model, "size": size, "calibration": asdict(calibration)}
    write_private(folder / SETTINGS, json.dumps(settings).encode())


def open_server(server: Server, folder: Path) -> ServerModel:
    """The model of a server that was made ready. Raises OSError or ValueError where it was not."""
    settings = read_settings(folder)
    return ServerModel(server, settings["size"], Calibration(**settings["calibration"]))


@dataclass(frozen=True)
class ServerModel:
    """A server's model, asked anew for every text; a server that does not answer raises NoAnswer."""

    server: Server
    size: int
    calibration: Calibration

    @property
    def id(self) -> str:
        """The server, and what it calls its model."""
        return f"{self.server.model}-{self.server.folder_name}"

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts."""
        found = [np.zeros((0, self.size), np.float32)]
        for first in range(0, len(texts), AT_ONCE):
            found.append(_answer(self.server, texts[first : first + AT_ONCE]))
        if any(part.shape[1] != self.size for part in found):
            raise NoAnswer(f"向量长度不是 {self.size},服务换了模型,要重新 models get")
        return normalised(np.concatenate(found))

    queries = documents


def _answer(server: Server, texts: Sequence[str]) -> Vectors:
    """The vectors of some texts, as the server gives them."""
    from httpx import HTTPError, HTTPStatusError

    headers = {"Authorization": f"Bearer {server.key}"} if server.key else {}
    try:
        answer = _client().post(
            f"{server.address.rstrip('/')}/embeddings",
            json={"model": server.model, "input": list(texts), "encoding_format": "float"},
            headers=headers,
        )
        answer.raise_for_status()
        rows = sorted(answer.json()["data"], key=lambda row: row["index"])
        vectors = np.array([row["embedding"] for row in rows], np.float32)
    except HTTPStatusError as error:
        raise NoAnswer(f"向量服务答了 {error.response.status_code}") from error
    except HTTPError as error:
        raise NoAnswer(f"向量服务连不上({type(error).__name__})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise NoAnswer("向量服务答的不是向量") from error
    if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
        raise NoAnswer("向量服务答的向量数目不对")
    return vectors


@cache
def _client() -> httpx.Client:
    """Connections are kept from one question to the next: a new one, with its certificates read, takes longer than most
    answers."""
    import httpx

    return httpx.Client(timeout=PATIENCE_SECONDS)
