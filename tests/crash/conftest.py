"""Scenes for processes that are killed or paused."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scene import Scene
from testing import WORLD, engine

from config.world import read_world

Stage = Callable[[bool], Scene]


@pytest.fixture(autouse=True, scope="session")
def loaded() -> Iterator[None]:
    """What every process would load is loaded once, before any is started; their garbage collection leaves it alone."""
    engine()
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def stage(tmp_path: Path, template: Path) -> Stage:
    """Makes scenes, each with the company in a file of its own; says whether the channel recognises repeats."""
    numbers = iter(range(10_000))

    def scene(recognises_repeats: bool) -> Scene:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        shutil.copyfile(template, folder / "company.db")
        return Scene(f"sqlite:///{folder}/company.db", folder, read_world(WORLD).now, recognises_repeats)

    return scene
