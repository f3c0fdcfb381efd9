"""A transformer in a folder, by way of the real sentence-transformers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from peers.tiny_transformer import LETTERS, SIZE, write_transformer

from bot.commands.models import get_model
from config.settings import read_settings
from knowledge.embedding.choosing import choose
from knowledge.embedding.embedder import Calibration, Embedder
from knowledge.embedding.sentence_model import NotAModel, SentenceModel, make_ready
from storage.weights.download import NotToBeHad

WORTH = Calibration(meaning=0.4, bias=-1, score=5, title=2, least=0.3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_transformer(tmp_path_factory.mktemp("model"))
    make_ready(made, "bge-tiny-zh", lambda _embedder: WORTH)
    return made


def test_a_folder_gives_vectors_of_length_one(folder: Path) -> None:
    model = SentenceModel(folder)
    vectors = model.documents(["嫌贵", "价格太高", "交期"])
    assert vectors.shape == (3, SIZE) and model.size == SIZE
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert model.documents([]).shape == (0, SIZE)
    assert model.calibration == WORTH and model.id.startswith("bge-tiny-zh-")


def test_a_text_is_embedded_alike_by_itself_and_among_others(folder: Path) -> None:
    model = SentenceModel(folder)
    texts = [LETTERS[start : start + 9] for start in range(0, 27, 3)]
    together = model.documents(texts)
    alone = np.concatenate([model.documents([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-4)


def test_a_question_has_the_prefix_that_models_of_its_name_need(folder: Path) -> None:
    model = SentenceModel(folder)
    assert np.allclose(
        model.queries(["嫌贵"]), model.documents(["为这个句子生成表示以用于检索相关文章:嫌贵"]), atol=1e-5
    )
    assert not np.allclose(model.queries(["嫌贵"]), model.documents(["嫌贵"]), atol=1e-3)


def test_the_id_is_that_of_the_weights(folder: Path, tmp_path: Path) -> None:
    other = write_transformer(tmp_path, seed=8)
    make_ready(other, "bge-tiny-zh", lambda _embedder: WORTH)
    assert SentenceModel(other).id != SentenceModel(folder).id


def test_a_folder_is_made_ready_by_the_command_and_then_chosen(tmp_path: Path) -> None:
    model, said = write_transformer(tmp_path), list[str]()
    settings = read_settings(var=tmp_path, embedder=str(model))
    assert "models get" in choose(settings).missing
    get_model(str(model), settings, said.append)
    chosen = choose(settings)
    assert isinstance(chosen.embedder, SentenceModel) and not chosen.missing
    assert f"XIAOBAN_EMBEDDER={model}" in said[-1]
    assert chosen.embedder.calibration != replace(chosen.embedder.calibration, least=0)  # it was measured


def test_damaged_weights_are_a_clear_line(tmp_path: Path) -> None:
    model = write_transformer(tmp_path)
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])

    def never(_embedder: Embedder) -> Calibration:
        raise AssertionError

    with pytest.raises(NotAModel, match="不全或坏了"):
        make_ready(model, "tiny", never)


def test_a_hub_that_cannot_be_reached_is_a_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(NotToBeHad, match="取不到"):
        get_model("BAAI/bge-small-zh-v1.5", read_settings(var=tmp_path), lambda _line: None)
    assert not (tmp_path / "models").exists()
