"""Which files are taken, which kind a name says, and which way leads through a gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import policy as policies
from config.yaml_lines import ConfigError
from sales import gates
from sales.gates import accepted

POLICY = policies.load()


@pytest.mark.parametrize(
    ("name", "head", "why"),
    [
        ("协议.pdf", b"%PDF-1.7", None),
        ("协议.PDF", b"x", None),
        ("清单.xlsx", b"PK\x03\x04", None),
        ("方案.docx", b"PK", None),
        ("现场.jpeg", b"\xff\xd8", None),
        ("图纸.dwg", b"AC10", None),
        ("公文.ofd", b"PK", None),
        ("协议.pdf", b"", "empty"),
        ("协议.pdf", b"MZ\x90", "runnable"),
        ("协议.pdf", b"\x7fELF", "runnable"),
        ("协议.pdf.exe", b"x", "runnable"),
        ("run.sh", b"echo", "runnable"),
        ("全部.zip", b"PK", "packed"),
        ("协议", b"x", "unknown"),
        ("协议.abc", b"x", "unknown"),
    ],
)
def test_which_files_are_taken(name: str, head: bytes, why: str | None) -> None:
    assert accepted.refusal(name, head) == why


@pytest.mark.parametrize(
    ("words", "wanted", "kind"),
    [
        ("技术协议_宏远.pdf", (), "tech_agreement"),
        ("宏远技术协议(盖章版)", (), "tech_agreement"),
        ("客户内部立项文件.pdf", (), "project_approval"),
        ("立项批复 扫描件", (), "project_approval"),
        ("技 术 协 议", (), "tech_agreement"),
        ("合同附技术协议", (), "tech_agreement"),
        ("合同附技术协议", ("contract",), "contract"),
        ("IMG_2024.jpg", (), None),
        ("", (), None),
    ],
)
def test_which_kind_a_name_says(words: str, wanted: tuple[str, ...], kind: str | None) -> None:
    assert POLICY.evidence_named(words, wanted) == kind


@pytest.mark.parametrize(
    ("before", "stage", "ahead"),
    [
        ("quote", "solution", True),
        ("lead", "contract", True),
        ("contract", "solution", False),
        ("solution", "solution", False),
        ("quote", "won", True),
        (None, "solution", True),
    ],
)
def test_gates_are_in_the_way_ahead_only(before: str | None, stage: str, ahead: bool) -> None:
    assert gates.is_ahead(POLICY, before, stage) == ahead


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  solution: {evidence: [tech_agreement]", "  proposal: {evidence: [tech_agreement]", "没有这个阶段:proposal"),
        ("evidence: [project_approval]", "evidence: [approval]", "没有这种文件:approval"),
        ("roles: [拍板人]", "roles: [老板]", "gates.solution.roles.0"),
        ("name: 线索, limit_hours: 24", "name: 线索, limit_hours: 24, limit_counts: hours", "limit_counts"),
        ("{key: contract, name: 合同, words: []}", "{key: quotation, name: 合同, words: []}", "key 一样"),
    ],
)
def test_a_mistake_in_the_policy_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    shipped = policies.SHIPPED.read_text("utf-8")
    assert old in shipped
    changed = tmp_path / "policy.yml"
    changed.write_text(shipped.replace(old, new), "utf-8")
    with pytest.raises(ConfigError, match=says):
        policies.load(changed)
