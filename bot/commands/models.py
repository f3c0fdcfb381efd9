"""`models`: which models there are, getting them, and checking what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.embedding import e5_onnx
from knowledge.embedding.choosing import E5, e5_folder
from storage.weights.catalogue import Model, catalogue, folder_of
from storage.weights.download import NotToBeHad, get, wrong_files

USES = {"meaning": "按意思找话术", "hearing": "听语音"}
MADE_READY: dict[str, Callable[[Path, Path], None]] = {E5: e5_onnx.convert}


def list_models(root: Path) -> Iterator[str]:
    """A line for each model of the catalogue, and how to have others."""
    for name, model in catalogue().items():
        state = "在" if is_ready(name, root) else "不在"
        size = f"{model.bytes / 1e6:.0f} MB"
        yield f"{name}:{state} · {USES[model.use]},{model.about} · {size} · {model.licence} · 来自 {model.made_from}"
    yield "也可以用自己的:XIAOBAN_EMBEDDER=模型文件夹或名字,推荐 BAAI/bge-small-zh-v1.5(要装 sentence-transformers)"


def get_model(name: str, root: Path, say: Callable[[str], None]) -> None:
    """Have a model on this machine, ready for use; what is there already stays. Raises NotToBeHad."""
    if name not in catalogue():
        raise NotToBeHad(f"没有「{name}」这个模型,有:{'、'.join(catalogue())}")
    if is_ready(name, root):
        return say(f"{name}:已经在了")
    model, folder = catalogue()[name], folder_of(name, root)
    if wrong_files(model, folder):
        say(f"{name}:下载中,{model.bytes / 1e6:.0f} MB …")
        get(model, folder, say)
    if name in MADE_READY:
        say(f"{name}:整理中 …")
        MADE_READY[name](folder / model.files[0].name, ready_folder(name, root))
    say(f"{name}:好了")


def check_models(root: Path) -> Iterator[str]:
    """For each model that is there, whether its files are those of the catalogue."""
    for name, model in catalogue().items():
        if is_ready(name, root):
            yield f"{name}:{_condition(model, folder_of(name, root))}"
        else:
            yield f"{name}:不在。要用就 python -m bot models get {name}"


def ready_folder(name: str, root: Path) -> Path:
    """The folder that the product opens."""
    return e5_folder(root) if name in MADE_READY else folder_of(name, root)


def is_ready(name: str, root: Path) -> bool:
    """Whether a model can be used."""
    folder = ready_folder(name, root)
    return folder.is_dir() if name in MADE_READY else not wrong_files(catalogue()[name], folder)


def _condition(model: Model, folder: Path) -> str:
    wrong = wrong_files(model, folder)
    return f"{'、'.join(wrong)}坏了或少了,请再 get 一次" if wrong else "完好"
