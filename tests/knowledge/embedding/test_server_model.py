"""A model behind a server of OpenAI's protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from peers.embedding_server import KEY, MODEL, EmbeddingServer, embedding_server

from bot.commands.models import get_model
from config.settings import Settings, read_settings
from knowledge.embedding.choosing import choose
from knowledge.embedding.embedder import NoAnswer
from knowledge.embedding.server_model import Server, ServerModel
from knowledge.embedding.word_vectors import CALIBRATION, WordVectors
from storage.weights.download import NotToBeHad

TEXTS = [f"嫌贵{number}折" for number in range(70)]


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with embedding_server() as served:
        yield served


def model(server: EmbeddingServer, size: int = WordVectors().size) -> ServerModel:
    return ServerModel(Server(server.address, MODEL, KEY), size, CALIBRATION)


def settings(server: EmbeddingServer, folder: Path, key: str = KEY) -> Settings:
    return read_settings(var=folder, embedder=server.address, embedder_model=MODEL, embedder_key=key)


def test_vectors_come_back_in_the_order_of_their_texts(server: EmbeddingServer) -> None:
    assert np.allclose(model(server).documents(TEXTS), WordVectors().documents(TEXTS), atol=1e-5)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ((503, b"busy"), "答了 503"),
        ((200, b"<html>"), "不是向量"),
        ((200, b'{"data": [{"index": 0}]}'), "不是向量"),
        ((200, b'{"data": []}'), "数目不对"),
        ((200, b'{"data": [{"index": 0, "embedding": [NaN]}]}'), "数目不对"),
        ((200, b'{"data": [{"index": 0, "embedding": [1, 2]}]}'), "换了模型"),
    ],
)
def test_what_is_no_answer_says_why(server: EmbeddingServer, broken: tuple[int, bytes], reason: str) -> None:
    server.broken = broken
    with pytest.raises(NoAnswer, match=reason):
        model(server).queries(["嫌贵"])


def test_nobody_there_says_so_without_the_key(server: EmbeddingServer) -> None:
    gone = ServerModel(Server("http://127.0.0.1:9/v1", MODEL, KEY), 4, CALIBRATION)
    with pytest.raises(NoAnswer, match="连不上") as raised:
        gone.queries(["嫌贵"])
    assert KEY not in str(raised.value)


def test_a_server_is_made_ready_by_the_command_and_then_chosen(server: EmbeddingServer, tmp_path: Path) -> None:
    wanted = settings(server, tmp_path)
    get_model(server.address, wanted, lambda _line: None)
    chosen = choose(wanted)
    assert isinstance(chosen.embedder, ServerModel) and not chosen.missing
    assert chosen.embedder.size == WordVectors().size and chosen.embedder.id.startswith(MODEL)
    assert KEY in wanted.secrets and KEY not in "".join(
        path.read_text() for path in tmp_path.rglob("*") if path.is_file()
    )


def test_a_wrong_key_is_a_clear_line(server: EmbeddingServer, tmp_path: Path) -> None:
    with pytest.raises(NotToBeHad, match="答了 401"):
        get_model(server.address, settings(server, tmp_path, key="wrong"), lambda _line: None)
