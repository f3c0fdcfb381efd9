"""What comes into the library from files: tables and documents as people write them, and what is said of others."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import papers
import pytest

from bot.admin.contents import gather, gather_sent
from bot.commands.library import How, import_scripts
from bot.wording.library import importing as wording
from config.yaml_lines import ConfigError
from knowledge import importing
from knowledge.embedding.word_vectors import WordVectors
from knowledge.files import Contents
from knowledge.items import Item
from storage.engine import Database

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
WORDS = WordVectors()
HEADINGS = "标题,话术,类型,行业,采购角色/对象,预算,产品线,标签,版本"
ROW = "预算冻结了,先把方案定下来。,话术,K12学校、高校,校长,10万-50万,智慧教室,预算 年底,3.2"
SAID = {"行业": "K12学校", "对象": "校长、教务主任", "产品线": "智慧教室", "版本": "3.2"}
WORD = papers.word([("校长嫌贵", "一天三十块。"), ("担心不会用", "先培训两位骨干老师。")], SAID)
PDF = papers.pdf(
    [
        [("内部资料 1", 9), ("报价怎么讲", 20), ("一张签二十八块。", 11)],
        [("内部资料 2", 9), ("断网了怎么办", 20), ("本机能撑一千五百单。", 11)],
        [("内部资料 3", 9), ("店长太忙", 20), ("我只占三分钟,说完就走。", 11)],
    ]
)
MARKDOWN = """---
行业: [制造业]
对象: 采购经理
---
# 竞品应对
## 1. 说别家便宜
先问**比的是哪一款**。
## 2. 说别家有接口
接口我们也有。
"""


def items(name: str, data: bytes | str) -> list[Item]:
    contents = read(name, data)
    assert not contents.problems
    return list(contents.items.values())


def read(name: str, data: bytes | str) -> Contents:
    return gather_sent(name, data.encode() if isinstance(data, str) else data)


def said(contents: Contents, name: str = "") -> str:
    return "\n".join(wording.problem(problem, name) for problem in contents.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_in_any_encoding(encoding: str) -> None:
    (item,) = items("话术.csv", f"{HEADINGS}\n{ROW}\n".encode(encoding))
    assert (item.title, item.body, item.kind) == ("预算冻结了", "先把方案定下来。", "script")
    assert (item.industry, item.buyer_role, item.tags) == (("K12学校", "高校"), ("校长",), ("预算", "年底"))
    assert (item.budget_min_fen, item.budget_max_fen) == (10_000_000, 50_000_000)
    assert (item.product_line, item.product_version) == ("智慧教室", "3.2")


def test_a_row_without_a_code_has_the_same_one_each_time() -> None:
    (first,), (second,) = items("a.csv", f"{HEADINGS}\n{ROW}"), items("b.csv", f"{HEADINGS};\n{ROW}".replace(";", ""))
    assert first.code == second.code
    (other,) = items("a.csv", f"{HEADINGS}\n{ROW.replace('3.2', '3.3')}")
    assert other.code != first.code


@pytest.mark.parametrize(
    ("heading", "cell", "least", "most"),
    [
        ("预算", "30万以上", 300_000, None),
        ("预算", "50万以内", None, 500_000),
        ("预算(万元)", "10-50", 100_000, 500_000),
        ("预算下限", "5000", 5_000, None),
        ("预算上限(万元)", "80", None, 800_000),
        ("预算", "不限", None, None),
    ],
)
def test_budgets_as_people_write_them(heading: str, cell: str, least: int | None, most: int | None) -> None:
    (item,) = items("a.csv", f"标题,话术,{heading}\n嫌贵,三年总账。,{cell}")
    ends = (item.budget_min_fen, item.budget_max_fen)
    assert ends == tuple(yuan and yuan * 100 for yuan in (least, most))


def test_a_table_of_questions_and_answers() -> None:
    (item,) = items("a.csv", "序号;问题;答案\n1;多久交货;十个工作日。")
    assert (item.title, item.body, item.kind) == ("多久交货", "十个工作日。", "faq")


def test_what_is_wrong_with_a_row_is_said_by_line_in_the_words_of_the_table() -> None:
    rows = [
        "嫌贵,好。,歌曲,不限",
        "没有正文,,话术,",
        "嫌贵,好。,话术,一点点",
        f"太长,{'长' * 50_000},话术,",
        "嫌贵,好。,,",
        "嫌贵,行。,,",
    ]
    contents = read("话术.csv", "标题,话术,类型,预算\n" + "\n".join(rows))
    lines = said(contents, "话术.csv").split("\n")
    assert lines[0].startswith("第 2 行:类型「歌曲」不认识,可以写:话术、案例")
    assert lines[1] == "第 3 行:少了话术"
    assert lines[2] == "第 4 行:预算「一点点」看不懂,例:10万-50万"
    assert lines[3] == "第 5 行:话术 有 50000 个字,最多 20000 个"
    assert lines[4].startswith("第 7 行:「嫌贵」和前面的(6)是同一条")
    assert [item.body for item in contents.items.values()] == ["好。"]


def test_control_characters_and_rare_letters() -> None:
    (item,) = items("a.md", "# 𠮷野家\x07嫌贵\n先算\x00账\u2028再说𪚥。")
    assert (item.title, item.body) == ("𠮷野家嫌贵", "先算账\u2028再说𪚥。")


def test_word_is_cut_at_its_headings_and_its_first_table_is_of_all() -> None:
    first, second = items("话术手册.docx", WORD)
    assert (first.title, first.body, first.kind) == ("校长嫌贵", "一天三十块。", "script")
    assert second.code == "话术手册.docx#担心不会用"
    for item in (first, second):
        assert (item.industry, item.buyer_role) == (("K12学校",), ("校长", "教务主任"))
        assert (item.product_line, item.product_version) == ("智慧教室", "3.2")


def test_a_table_of_scripts_within_word() -> None:
    made = papers.word([], {"行业": "物业"}, [("问题", "回答"), ("多久交货", "十天。"), ("谁来修", "找我。")])
    found = items("问答.docx", made)
    assert [(item.title, item.body, item.kind, item.industry) for item in found] == [
        ("多久交货", "十天。", "faq", ("物业",)),
        ("谁来修", "找我。", "faq", ("物业",)),
    ]
    assert found[0].code == "问答.docx#多久交货"


def test_pdf_is_cut_where_letters_are_larger_and_margins_are_left_out() -> None:
    contents = read("价签.pdf", PDF)
    assert [(item.title, item.body) for item in contents.items.values()] == [
        ("报价怎么讲", "一张签二十八块。"),
        ("断网了怎么办", "本机能撑一千五百单。"),
        ("店长太忙", "我只占三分钟,说完就走。"),
    ]
    assert [place.page for place in contents.places.values()] == [1, 2, 3]


def test_markdown_with_front_matter() -> None:
    first, second = items("竞品话术.md", MARKDOWN)
    assert (first.title, first.body, first.kind) == ("说别家便宜", "先问比的是哪一款。", "script")
    assert first.code == "竞品话术.md#竞品应对/说别家便宜"  # without its number, which changes
    assert second.industry == ("制造业",) and second.buyer_role == ("采购经理",)


def test_a_section_that_is_too_long_is_parted_between_sentences() -> None:
    contents = read("手册.md", "# 安装\n" + "这一步要先断电。" * 6_250)
    assert all(len(item.body) <= 2_000 and item.body.endswith("。") for item in contents.items.values())
    assert sum(len(item.body) for item in contents.items.values()) == 50_000
    assert [item.title for item in contents.items.values()][:2] == ["安装", "安装(2)"]
    assert "「安装」很长,分成了 25 条" in wording.preview(
        "手册.md", {**EMPTY, "notes": [list(vars(contents.notes[0]).values())]}
    )


EMPTY: dict[str, Any] = {
    "files": 1, "kinds": {}, "added": 0, "updated": 0, "unchanged": 0, "examples": [], "problems": [],
    "problem_count": 0, "notes": [], "gone": [], "gone_count": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("空.docx", b"", "是空的"),
        ("空.csv", b"\n \n", "是空的"),
        ("坏.docx", WORD[:2_000], "打不开"),
        ("坏.pdf", PDF[:300], "打不开"),
        ("假.docx", b"MZ\x90\x00 not a document", "打不开"),
        ("锁.pdf", papers.locked_pdf(PDF), "加了密码"),
        ("扫描.pdf", papers.pdf([[], [], []]), "只有图片,没有文字"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W" * 600, r"旧版 Word.*另存为 .docx"),
        ("炸.docx", papers.bomb, "大得不正常"),
        ("图.png", b"\x89PNG", "不会读"),
        ("话术.csv", "姓名,电话\n王,1", "没找到表头"),
        ("光标题.md", "# 只有\n## 标题\n", "标题下面都没有字"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_clear_sentence(
    name: str, data: bytes | str | Callable[[], bytes], why: str
) -> None:
    contents = read(name, data() if callable(data) else data)
    assert not contents.items and len(contents.problems) == 1
    assert re.search(why, said(contents, name)), said(contents, name)


def made_folder(folder: Path) -> Path:
    (folder / "话术" / "二").mkdir(parents=True)
    for name, data in FILES.items():
        (folder / "话术" / name).write_bytes(data)
    return folder / "话术"


FILES: Mapping[str, bytes] = {
    "手册.docx": WORD,
    "价签.pdf": PDF,
    "二/竞品.md": MARKDOWN.encode(),
    "预算.csv": f"{HEADINGS}\n{ROW}".encode("gb18030"),
    ".DS_Store": b"x",
    "~$手册.docx": b"lock",
}


def test_a_folder_is_brought_in_once(db: Database, tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    assert "8 条" in import_scripts(db, folder, WORDS, NOW, How(preview=True))
    with db.read() as session:
        assert importing.everything(session) == ()
    assert import_scripts(db, folder, WORDS, NOW) == "话术库:新增 8 条,更新 0 条,没变 0 条。"
    assert import_scripts(db, folder, WORDS, NOW) == "话术库:新增 0 条,更新 0 条,没变 8 条。"


def test_a_changed_document_updates_what_changed_and_names_what_has_gone(db: Database, tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    import_scripts(db, folder, WORDS, NOW)
    (folder / "手册.docx").write_bytes(papers.word([("校长嫌贵", "一天二十八块。")], SAID))
    done = import_scripts(db, folder, WORDS, NOW)
    assert "新增 0 条,更新 1 条,没变 6 条" in done and "没有了的:「担心不会用」 1 条,都还留着" in done
    assert "撤下" in import_scripts(db, folder, WORDS, NOW, How(retire_missing=True))
    with db.read() as session:
        assert "担心不会用" not in {item.title for item in importing.everything(session)}
    (folder / "手册.docx").write_bytes(WORD)
    assert "新增 1 条,更新 1 条" in import_scripts(db, folder, WORDS, NOW)  # it is there again


def test_one_broken_file_keeps_all_out_unless_the_good_are_wanted(db: Database, tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    (folder / "坏.pdf").write_bytes(PDF[:300])
    with pytest.raises(ConfigError, match=r"有 1 处问题,一条也没导:\n坏\.pdf:文件打不开"):
        import_scripts(db, folder, WORDS, NOW)
    with db.read() as session:
        assert importing.everything(session) == ()
    assert "新增 8 条" in import_scripts(db, folder, WORDS, NOW, How(only_good=True))


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    folder = made_folder(tmp_path)
    (tmp_path / "别处.md").write_text("# 工资表\n不给看", encoding="utf-8")
    (folder / "链接.md").symlink_to(tmp_path / "别处.md")
    (folder / "上面").symlink_to(tmp_path, target_is_directory=True)
    contents = gather(folder)
    assert {problem.file for problem in contents.problems} == {"链接.md", "上面"}
    assert "工资表" not in {item.title for item in contents.items.values()}


def test_a_name_that_was_packed_on_windows(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "话术.md".encode("gbk")))).write_text("# 嫌贵\n先算账。", "utf-8")
    assert list(gather(tmp_path).items) == ["话术.md#嫌贵"]


def test_a_huge_file_is_not_opened(tmp_path: Path) -> None:
    huge = tmp_path / "大.pdf"
    with huge.open("wb") as file:
        os.truncate(file.fileno(), 200 * 1024 * 1024)
    contents = gather(huge)
    assert "有 200 MB" in said(contents, "大.pdf") and "最多 25 MB" in said(contents, "大.pdf")


def test_progress_of_a_large_folder_is_said(tmp_path: Path) -> None:
    for number in range(45):
        (tmp_path / f"{number:02}.md").write_text(f"# 第{number}题答案\n答。", encoding="utf-8")
    heard: list[tuple[int, int]] = []
    tell: Callable[[str, int, int], None] = lambda name, number, of: heard.append((number, of))  # noqa: E731
    gather(tmp_path, tell)
    assert heard == [(20, 45), (40, 45)]
