"""multilingual-e5-small: made ready from its weights file, opened, and what it gives; with the real weights too."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from models import MODELS
from peers.tiny_e5 import HIDDEN, TinyE5

from bot.commands import models
from config.settings import read_settings
from knowledge.embedding.choosing import E5, choose, e5_folder
from knowledge.embedding.e5_onnx import convert
from knowledge.embedding.e5_source import WrongWeights
from knowledge.embedding.embedder import Embedder
from knowledge.embedding.onnx_model import SETTINGS, OnnxModel
from knowledge.embedding.word_vectors import WordVectors


def made(folder: Path, seed: int = 7) -> Path:
    weights = folder / f"{seed}.bin"
    TinyE5(seed).write(weights)
    convert(weights, folder / f"ready-{seed}")
    return folder / f"ready-{seed}"


def test_the_network_gives_what_its_weights_say(tmp_path: Path) -> None:
    model = OnnxModel(made(tmp_path))
    texts = ["嫌贵", "价高", "太贵", "嫌价高太贵嫌贵"]
    tokens = [model.tokens(f"query: {text}") for text in texts]
    wanted = np.stack([TinyE5(7).vector(some) for some in tokens])
    assert (model.queries(texts) * wanted).sum(axis=1).min() > 0.99
    assert model.size == HIDDEN and len(tokens[3]) > len(tokens[0])


def test_a_text_is_embedded_alike_by_itself_and_among_others(tmp_path: Path) -> None:
    model = OnnxModel(made(tmp_path))
    texts = ["嫌贵", "价高太贵嫌贵嫌价高太贵", "贵"] * 4
    together = model.documents(texts)
    alone = np.concatenate([model.documents([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() > 0.99


def test_questions_and_texts_have_prefixes_of_their_own(tmp_path: Path) -> None:
    model = OnnxModel(made(tmp_path))
    assert not np.allclose(model.queries(["嫌贵"]), model.documents(["嫌贵"]), atol=1e-3)


def test_a_text_that_is_too_long_is_cut(tmp_path: Path) -> None:
    assert OnnxModel(made(tmp_path)).documents(["嫌贵" * 500]).shape == (1, HIDDEN)


def test_the_id_is_that_of_the_weights(tmp_path: Path) -> None:
    first, second = OnnxModel(made(tmp_path, 7)), OnnxModel(made(tmp_path, 8))
    assert first.id != second.id and first.id.startswith("multilingual-e5-small-")


def test_a_folder_made_ready_before_it_said_what_is_the_same_is_opened_as_one_that_does(tmp_path: Path) -> None:
    folder = made(tmp_path)
    now, settings = OnnxModel(folder).calibration, json.loads((folder / SETTINGS).read_text("utf-8"))
    assert settings["calibration"].pop("same") == now.same
    (folder / SETTINGS).write_text(json.dumps(settings), "utf-8")
    assert OnnxModel(folder).calibration == now


def test_another_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(WrongWeights):
        convert(tmp_path / "other.bin", tmp_path / "ready")
    assert [path.name for path in tmp_path.iterdir()] == ["other.bin"]


def chosen(var: Path, embedder: str | None = None) -> Embedder:
    return choose(read_settings(var=var, embedder=embedder)).embedder


def test_without_a_wish_the_model_is_taken_where_it_is_ready(tmp_path: Path) -> None:
    assert isinstance(chosen(tmp_path), WordVectors)
    ready = e5_folder(tmp_path / "models")
    ready.parent.mkdir(parents=True)
    made(tmp_path).rename(ready)
    assert isinstance(chosen(tmp_path), OnnxModel)
    assert isinstance(chosen(tmp_path, "embedded"), WordVectors)
    assert chosen(tmp_path / "elsewhere", str(ready)).id == chosen(tmp_path).id


def test_a_damaged_model_is_seen_made_again_and_meanwhile_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    weights = tmp_path / "weights.bin"
    TinyE5(7).write(weights)
    monkeypatch.setattr(models, "wrong_files", lambda _model, _folder: [])  # the weights are there
    monkeypatch.setitem(models.MADE_READY, E5, lambda _file, folder: convert(weights, folder))
    root, settings = tmp_path / "models", read_settings(var=tmp_path)
    e5_folder(root).parent.mkdir(parents=True)
    models.get_model(E5, settings, said.append)
    assert isinstance(chosen(tmp_path), OnnxModel) and said[-1].endswith("好了")
    network = e5_folder(root) / "model.onnx"
    for data in (network.read_bytes()[:-1], b"x" + network.read_bytes()[1:], None):
        network.write_bytes(data) if data is not None else network.unlink()
        assert any("model.onnx坏了或少了" in line for line in models.check_models(root))
        if data is None or len(data) < 100:
            assert isinstance(chosen(tmp_path), WordVectors)
        models.get_model(E5, settings, said.append)
        assert any(line == f"{E5}:完好" for line in models.check_models(root))
    models.get_model(E5, settings, said.append)
    assert said[-1] == f"{E5}:已经在了"


@pytest.mark.needs_e5
@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("他觉得肉疼,舍不得花这笔钱", "客户嫌价格太高怎么回", "司机不会用新车怎么办"),
        ("院里说今年没批下来钱", "预算被冻结了怎么推进", "设备坏了多久能修好"),
        ("怕孩子的照片传出去", "学生数据放在哪里、谁能看", "教室的屏幕怎么挂"),
    ],
)
def test_real_weights_know_what_is_near_in_meaning(asked: str, near: str, far: str) -> None:
    model = OnnxModel(e5_folder(MODELS))
    question, (first, second) = model.queries([asked])[0], model.documents([near, far])
    assert question @ first > question @ second
