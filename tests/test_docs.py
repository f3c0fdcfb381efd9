"""What the documents name is there: linked files, files in the code, commands, settings, keys of company policy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.__main__ import app
from config.policy import Policy
from config.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/README.md"), *(ROOT / "docs").rglob("*.md")})
GUIDE = ROOT / "docs/guides/administrator.md"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE_PATH = re.compile(r"(?<![\w./-])(?:bot|nlu|sales|scheduler|storage|config|tests|benchmarks|docs)/[\w./-]*\w")
VARIABLE = re.compile(r"\b(?:XIAOBAN|RASA)_[A-Z_]+")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    targets = [link for link in LINK.findall(without_code(read(document))) if not re.match(r"[a-z]+:|#", link)]
    missing = [target for target in targets if not (document.parent / target.partition("#")[0]).exists()]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_file_of_ours_that_is_named_is_there(document: Path) -> None:
    assert not [path for path in CODE_PATH.findall(read(document)) if not (ROOT / path).exists()]


def test_the_architecture_names_files_at_all() -> None:
    assert len(set(CODE_PATH.findall(read(ROOT / "ARCHITECTURE.md")))) > 15


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_command_is_one(document: Path) -> None:
    said = "\n".join(code(read(document)))
    assert not [words for words in re.findall(r"python -m bot((?: [a-z]+)+)", said) if not is_command(words.split())]
    assert not set(re.findall(r"^(?:\w+=\S+ )*make ([a-z][a-z-]*)", said, re.M)) - targets()


def test_the_readmes_say_how_to_run_and_test() -> None:
    for document in (ROOT / "README.md", ROOT / "README.zh-CN.md"):
        said = " ".join(code(read(document)))
        assert "make run" in said and "make test" in said and "python -m bot --help" in said


@pytest.mark.parametrize("document", [ROOT / ".env.example", GUIDE], ids=name)
def test_exactly_the_variables_there_are_are_named(document: Path) -> None:
    assert set(VARIABLE.findall(read(document))) == {variable(field) for field in Settings.model_fields}


def test_the_guide_explains_every_key_of_company_policy() -> None:
    assert not [key for key in Policy.model_fields if f"`{key}`" not in read(GUIDE)]


def test_every_document_in_docs_can_be_found_from_its_index() -> None:
    docs = ROOT / "docs"
    linked = {docs / "README.md"} | linked_from(docs / "README.md") | linked_from(docs / "adr/README.md")
    assert docs / "adr/README.md" in linked_from(docs / "README.md")
    assert not {name(document) for document in docs.rglob("*.md") if document not in linked}


def test_every_document_beside_the_readme_can_be_found_from_it() -> None:
    linked = linked_from(ROOT / "README.md") & linked_from(ROOT / "README.zh-CN.md")
    beside = set(ROOT.glob("*.md")) - {ROOT / "README.md", ROOT / "README.zh-CN.md"}
    assert not {name(document) for document in beside - linked}


def linked_from(document: Path) -> set[Path]:
    """The files that a document links to."""
    links = (link.partition("#")[0] for link in LINK.findall(without_code(read(document))))
    return {(document.parent / link).resolve() for link in links if link}


def read(document: Path) -> str:
    return document.read_text("utf-8")


def code(text: str) -> Iterable[str]:
    """What is set as code: fenced blocks and `inline`."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.M | re.S)
    return [*blocks, *re.findall(r"`([^`\n]+)`", without_code(text))]


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)


def variable(field: str) -> str:
    """How a setting is written; Rasa's go without our prefix."""
    return field.upper() if field.startswith("rasa") else f"{PREFIX}{field}".upper()


def is_command(words: list[str]) -> bool:
    """Whether the words lead to a command or a group of commands; what follows a command are its arguments."""
    at: Any = typer.main.get_command(app)
    for word in words:
        if not hasattr(at, "commands"):
            break
        at = at.commands.get(word)
        if at is None:
            return False
    return True


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", read(ROOT / "Makefile"), re.M))
