"""The worked examples of CONTRIBUTING.md, followed to the letter."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from nlu.text.concepts import SHIPPED, read_thesaurus

ROOT = Path(__file__).parents[1]
PACKAGES = (
    "analytics",
    "bot",
    "coaching",
    "config",
    "knowledge",
    "nlu",
    "sales",
    "scheduler",
    "speech",
    "storage",
    "tests",
)
BLOCK = re.compile(r"^```(?:python|yaml)\n(.*?)^```", re.M | re.S)


def blocks(heading: str) -> list[str]:
    """The Python and YAML blocks under a heading."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    return BLOCK.findall(text.split(f"\n## {heading}\n")[1].split("\n## ")[0])


def replaced(file: Path, old: str, new: str) -> None:
    """Change the one place of `file` that says `old`."""
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{file.name} says it {text.count(old)} times: {old}"
    file.write_text(text.replace(old, new), "utf-8")


def test_a_conversation_is_added(tmp_path: Path) -> None:
    flow, its_test = blocks("Add a conversation")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (ROOT / "var").mkdir(exist_ok=True)
    (tmp_path / "var").symlink_to(ROOT / "var")
    (tmp_path / "bot/handlers/account/good_news.py").write_text(flow, "utf-8")
    (tmp_path / "tests/flows/test_good_news.py").write_text(its_test, "utf-8")
    contents = tmp_path / "bot/handlers/__init__.py"
    imported = "from bot.handlers.account import (\n"
    replaced(contents, imported, f"{imported}    good_news,\n")
    last_of_flows = re.search(r"^FLOWS = \(\n.*?^\)", contents.read_text("utf-8"), re.M | re.S)
    assert last_of_flows is not None
    replaced(contents, last_of_flows[0], last_of_flows[0].removesuffix(")") + "    good_news.FLOW,\n)")
    for command in (["pytest", "-q", "tests/flows", "-k", "good_news"], ["ruff", "check", "bot", "tests/flows"]):
        done = subprocess.run([sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_phrase_is_taught(tmp_path: Path) -> None:
    """The phrase is no objection to the price before, and one with the new line; `make test` then trains anew."""
    row, line = blocks("Teach a phrase")
    (sentence,) = yaml.safe_load(row)
    assert sentence["slots"]["objection"] == "price"
    shipped = SHIPPED[0].read_text("utf-8")
    objections, price = shipped.index("\nobjection:\n"), "\n  price:\n"
    place = shipped.index(price, objections) + len(price)
    taught = tmp_path / SHIPPED[0].name
    taught.write_text(shipped[:place] + line + shipped[place:], "utf-8")
    meant = [
        {(concept.slot, concept.value) for concept in read_thesaurus(file).find(sentence["say"])}
        for file in (SHIPPED[0], taught)
    ]
    assert meant[1] - meant[0] == {("objection", "price")}
