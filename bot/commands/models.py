"""`models`: which models there are, getting them, and checking what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from config.settings import Settings
from knowledge.calibrating import calibrated
from knowledge.embedding import e5_onnx, sentence_model, server_model
from knowledge.embedding.choosing import E5, e5_folder, folder_for, is_address, server_of
from knowledge.embedding.embedder import Calibration, Embedder, NoAnswer
from knowledge.embedding.onnx_model import SETTINGS, damaged
from knowledge.embedding.sentence_model import NotAModel
from storage.weights.catalogue import catalogue, folder_of
from storage.weights.download import NotToBeHad, get, get_whole, wrong_files

USES = {"meaning": "按意思找话术", "hearing": "听语音"}
MADE_READY: dict[str, Callable[[Path, Path], None]] = {E5: e5_onnx.convert}


def list_models(root: Path) -> Iterator[str]:
    """A line for each model of the catalogue, for each other that is ready, and how to have more."""
    for name, model in catalogue().items():
        state = "不在" if problems(name, root) else "在"
        size = f"{model.bytes / 1e6:.0f} MB"
        yield f"{name}:{state} · {USES[model.use]},{model.about} · {size} · {model.licence} · 来自 {model.made_from}"
    for settings in sorted(root.glob(f"*--*/{SETTINGS}")):
        yield f"{settings.parent.name.replace('--', '/', 1)}:在 · {USES['meaning']}"
    yield "也可以用自己的:models get 模型文件夹或名字,推荐 BAAI/bge-small-zh-v1.5(要装 sentence-transformers)"


def get_model(name: str, settings: Settings, say: Callable[[str], None]) -> None:
    """Have a model on this machine, ready for use; what is there and whole stays. Raises NotToBeHad."""
    root = settings.models
    if name in catalogue():
        return _get_known(name, root, say)
    measure = _measuring(say)
    try:
        if is_address(name):
            server = server_of(settings.model_copy(update={"embedder": name}))
            server_model.make_ready(server, root / server.folder_name, measure)
        elif (folder := folder_for(name, root)) is not None:
            if not sentence_model.is_model(folder):
                say(f"{name}:下载中 …")
                get_whole(name, folder)
            sentence_model.make_ready(folder, name if folder.parent == root else folder.name, measure)
        else:
            raise NotToBeHad(
                f"没有「{name}」这个模型,有:{'、'.join(catalogue())};也可以写文件夹、名字(作者/模型)或网址"
            )
    except (NotAModel, NoAnswer) as problem:
        raise NotToBeHad(str(problem)) from problem
    say(f"{name}:好了,要用它就设 XIAOBAN_EMBEDDER={name}")


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


def _get_known(name: str, root: Path, say: Callable[[str], None]) -> None:
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


def _measuring(say: Callable[[str], None]) -> Callable[[Embedder], Calibration]:
    def measured(embedder: Embedder) -> Calibration:
        say("用自带的话术和问题试它值多少,几十秒 …")
        return calibrated(embedder)

    return measured
