"""`models`: which models there are, getting them, and checking what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.embedding import e5_onnx
from knowledge.embedding.choosing import E5, e5_folder
from knowledge.embedding.onnx_model import damaged
from storage.weights.catalogue import catalogue, folder_of
from storage.weights.download import NotToBeHad, get, wrong_files

USES = {"meaning": "按意思找话术", "hearing": "听语音"}
MADE_READY: dict[str, Callable[[Path, Path], None]] = {E5: e5_onnx.convert}


def list_models(root: Path) -> Iterator[str]:
    """A line for each model of the catalogue, and how to have others."""
    for name, model in catalogue().items():
        state = "不在" if problems(name, root) else "在"
        size = f"{model.bytes / 1e6:.0f} MB"
        yield f"{name}:{state} · {USES[model.use]},{model.about} · {size} · {model.licence} · 来自 {model.made_from}"
    yield "也可以用自己的:XIAOBAN_EMBEDDER=模型文件夹或名字,推荐 BAAI/bge-small-zh-v1.5(要装 sentence-transformers)"


def get_model(name: str, root: Path, say: Callable[[str], None]) -> None:
    """Have a model on this machine, ready for use; what is there and whole stays. Raises NotToBeHad."""
    if name not in catalogue():
        raise NotToBeHad(f"没有「{name}」这个模型,有:{'、'.join(catalogue())}")
    model, folder = catalogue()[name], folder_of(name, root)
    if not problems(name, root):
        return say(f"{name}:已经在了")
    if wrong_files(model, folder):
        say(f"{name}:下载中,{model.bytes / 1e6:.0f} MB …")
        get(model, folder, say)
    if name in MADE_READY:
        say(f"{name}:整理中 …")
        MADE_READY[name](folder / model.files[0].name, e5_folder(root))
    say(f"{name}:好了")


def check_models(root: Path) -> Iterator[str]:
    """For each model whether it is there, and all its files as they should be."""
    for name in catalogue():
        wrong = problems(name, root)
        if not folder_of(name, root).is_dir():
            yield f"{name}:不在。要用就 python -m bot models get {name}"
        else:
            yield f"{name}:{'、'.join(wrong)}坏了或少了,请再 get 一次" if wrong else f"{name}:完好"


def problems(name: str, root: Path) -> list[str]:
    """The files of a model that are missing or damaged."""
    wrong = wrong_files(catalogue()[name], folder_of(name, root))
    return [*wrong, *(damaged(e5_folder(root)) if name in MADE_READY else [])]
