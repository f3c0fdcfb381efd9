"""Which embedder is used: what the settings say, and what stands in where that is not ready."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.settings import Settings, read_settings
from config.yaml_lines import ConfigError
from knowledge.embedding.choosing import choose
from knowledge.embedding.word_vectors import WordVectors


def settings(folder: Path, embedder: str | None, **more: str) -> Settings:
    return read_settings(var=folder, embedder=embedder, **more)


@pytest.mark.parametrize(
    "wanted", ["BAAI/bge-small-zh-v1.5", "{folder}", "http://127.0.0.1:9/v1"], ids=["name", "folder", "server"]
)
def test_what_is_not_ready_is_stood_in_for_and_said_in_a_line(tmp_path: Path, wanted: str) -> None:
    wanted = wanted.format(folder=tmp_path)
    chosen = choose(settings(tmp_path, wanted, embedder_model="m"))
    assert isinstance(chosen.embedder, WordVectors)
    assert f"models get {wanted}" in chosen.missing and "\n" not in chosen.missing


@pytest.mark.parametrize("wanted", ["embeded", "没有这个文件夹的模型", "/no/such/folder"])
def test_what_can_be_no_embedder_is_an_error(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(ConfigError, match=wanted):
        choose(settings(tmp_path, wanted))


def test_a_server_without_the_name_of_its_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="XIAOBAN_EMBEDDER_MODEL"):
        choose(settings(tmp_path, "http://127.0.0.1:9/v1"))
