"""Every call that cannot be carried out gets one plain sentence in Chinese and an exit status that is not 0."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.__main__ import call
from bot.commands.parse import read_message
from bot.runtime.json_lines import BadLine, read_object
from config.settings import settings, unknown_variables
from storage.engine import open_database
from storage.migrate import migrate, revision_of

NAMES = "customers:\n  - {name: 镇江金山漆业有限公司, aliases: [金山漆业]}\n"
COMPANY = 'now: "2026-11-24T09:00:00+08:00"\nmembers:\n  - {name: 小沈, role: rep}\n'
FILES = {
    "names.yaml": NAMES,
    "company.yaml": COMPANY,
    "broken.yaml": "customers: [一家\n  - {",
    "odd.yaml": "customers: []\nclients: []\n",
    "nobody.yaml": "customers:\n  - {aliases: [金山]}\n",
    "boss.yaml": COMPANY.replace("role: rep", "role: boss"),
    "clock.yaml": COMPANY.replace("09:00:00+08:00", "九点"),
    "empty.yaml": "",
    "customers.csv": "客户,负责人\n镇江金山漆业有限公司,小沈\n",
    "owner.yaml": COMPANY + "customers:\n  - {name: 金山漆业, owner: 小杨}\n",
    "teams.yaml": COMPANY + "teams: 东区\n",
    "amount.yaml": COMPANY
    + "customers: [{name: 金山漆业}]\nopportunities:\n  - {customer: 金山漆业, owner: 小沈, stage: lead, amount: 很多, "
    'stage_entered_at: "2026-11-24T09:00:00+08:00"}\n',
    "twice.yaml": COMPANY + "customers:\n  - {name: 金山漆业(东门店)}\n  - {name: '金山漆业（东门店） '}\n",
    "bomb.yaml": "a: &a [0, 0, 0, 0, 0, 0, 0, 0, 0]\n"
    + "".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in pairwise("abcdefghijklmn")),
    "itself.yaml": "customers: &all\n  - *all\n",
    "no-sqlite.db": "not a database, but long enough to be taken for the header of one" * 40,
}
BAD_CALLS = [
    ("parse", "少了 --lexicon"),
    ("parse --lexicon nowhere.yaml", "nowhere.yaml(没有这个文件或文件夹)"),
    ("parse --lexicon .", "这是一个文件夹"),
    ("parse --lexicon broken.yaml", "不是有效的 YAML:broken.yaml,第 2 行附近"),
    ("parse --lexicon odd.yaml", "不认识的键:clients"),
    ("parse --lexicon nobody.yaml", "customers 第 1 个没有 name"),
    ("parse --lexicon names.yaml --engine gpt", "--engine 写得不对:只能是 embedded、rasa"),
    ("parse --lexicon names.yaml --engine", "--engine 后面要跟一个值"),
    ("prase --lexicon names.yaml", "没有 prase 这个命令,是不是 parse?"),
    ("parse --lexicn names.yaml", "没有 --lexicn 这个选项,是不是 --lexicon?"),
    ("simulate", "少了 --world"),
    ("simulate --world nowhere.yaml", "nowhere.yaml: 读不了:没有这个文件或文件夹"),
    ("simulate --world boss.yaml", "boss.yaml:3: members.0.role: 应为 'rep'、"),
    ("simulate --world clock.yaml", "clock.yaml:1: now: 应为时间,例如"),
    ("simulate --world owner.yaml", "owner.yaml:5: customers.0.owner: 没有叫「小杨」的成员"),
    ("simulate --world teams.yaml", "teams.yaml:4: teams: 应为列表"),
    ("simulate --world amount.yaml", "opportunities.0.amount: 应为数字,写的是 '很多'"),
    ("simulate --world empty.yaml", "文件是空的"),
    ("import customers.csv --db sqlite:///a.db", "公司里还没有管理员,先运行 init"),
    ("import twice.yaml --db sqlite:///a.db", "twice.yaml:6: customers.1.name: 「金山漆业（东门店） 」和前面的"),
    ("import broken.yaml --db sqlite:///a.db", "broken.yaml:2: YAML 写错了"),
    ("import bomb.yaml --db sqlite:///a.db", "看看 & 和 * 的引用是不是套起来了"),
    ("simulate --world itself.yaml", "看看 & 和 * 的引用是不是套起来了"),
    ("import", "少了 「file」"),
    ("import company.yaml --db company", "数据库地址看不懂"),
    ("import company.yaml --db mysql://a/b", "不支持的数据库:mysql"),
    ("import company.yaml --db sqlite:///.", "是一个文件夹"),
    ("import company.yaml --db sqlite:///company.yaml/a.db", "建不了"),
    ("import company.yaml --db sqlite:///no-sqlite.db", "数据库用不了"),
    ("migrate now", "多写了 now"),
    ("nlu accept first", "「number」 写得不对:应为整数"),
    ("nlu accept 77 --db sqlite:///a.db", "没有待看的第 77 条"),
    ("nlu forget 7", "没有 forget 这个命令"),
    ("invite 小沈 --role boss --db sqlite:///a.db", "可以是 rep"),
    ("invite 小沈 --role rep --team 西区 --db sqlite:///a.db", "没有叫「西区」的团队"),
]


ROOT_PATH = {"PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, "utf-8")
    monkeypatch.setenv("XIAOBAN_VAR", str(Path("var").absolute()))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()


@pytest.mark.parametrize(("arguments", "sentence"), BAD_CALLS)
def test_a_bad_call_is_answered_by_a_sentence(
    arguments: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(arguments.split()) == 2
    said = capsys.readouterr()
    assert sentence in said.err and not said.out
    assert "Traceback" not in said.err and not re.search(r"Error|Input should|No such|Usage", said.err)
    assert len(said.err.splitlines()) == 1


def test_a_second_process_on_one_file_is_refused_unless_it_only_reads(capsys: pytest.CaptureFixture[str]) -> None:
    running = open_database("sqlite:///a.db")
    running.hold()
    migrate(running)
    assert call(["import", "company.yaml", "--db", "sqlite:///a.db"]) == 2
    assert "正被另一个销伴进程用着" in capsys.readouterr().err
    assert call(["nlu", "review", "--db", "sqlite:///a.db"]) == 0
    running.close()
    assert call(["import", "company.yaml", "--db", "sqlite:///a.db"]) == 0


def test_a_command_that_only_reads_does_not_upgrade_what_is_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    running = open_database("sqlite:///a.db")
    running.hold()
    before = migrate(running, "0007")
    assert call(["nlu", "review", "--db", "sqlite:///a.db"]) == 2
    assert "正被另一个销伴进程用着" in capsys.readouterr().err
    assert revision_of(running) == before
    running.close()
    assert call(["nlu", "review", "--db", "sqlite:///a.db"]) == 0


def test_a_database_of_a_later_release_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    db = open_database("sqlite:///a.db")
    migrate(db)
    with db.write_connection() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    db.close()
    assert call(["import", "company.yaml", "--db", "sqlite:///a.db"]) == 2
    said = capsys.readouterr().err
    assert "更新版本的销伴用过的" in said and len(said.splitlines()) == 1


def test_a_company_with_two_faults_is_told_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "two.yaml").write_text(COMPANY.replace("role: rep", "role: boss") + "teams: 东区\n", "utf-8")
    assert call(["simulate", "--world", "two.yaml"]) == 2
    assert {line.split(":")[1] for line in capsys.readouterr().err.splitlines()} >= {"3", "4"}


def test_without_arguments_it_shows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    call([])
    shown = capsys.readouterr()
    assert "simulate" in shown.out + shown.err


@pytest.mark.parametrize(
    ("line", "reason"), [("{'a': 1}", "第 2 个字符附近"), ("[1]", "对象"), ("[" * 100_000, "JSON")]
)
def test_a_bad_line_is_described_in_chinese(line: str, reason: str) -> None:
    with pytest.raises(BadLine, match=reason) as bad:
        read_object(line)
    assert not re.search(r"[A-Za-z]{6,}", str(bad.value))


def test_a_misspelt_variable_is_named_with_the_nearest_known_one() -> None:
    said = unknown_variables(["PATH", "XIAOBAN_WEBPORT", "XIAOBAN_VAR", "XIAOBAN_ZZZ", "XIAOBAN_CI"])
    assert said == [
        "XIAOBAN_WEBPORT: 没有这个设置,是不是 XIAOBAN_WEB_PORT?",
        "XIAOBAN_ZZZ: 没有这个设置,看看 .env.example 里是怎么写的",
    ]


@pytest.mark.parametrize("line", ['{"text": "他嫌贵", "now": "2026-11-23T10:00:00+08:00", "topic": {"deal": "D7"}}'])
def test_what_is_under_discussion_is_told_by_its_names(line: str) -> None:
    with pytest.raises(BadLine, match="topic 里不认识的键:deal"):
        read_message(line)


def test_what_goes_wrong_in_a_simulation_is_not_in_its_transcript() -> None:
    played = """
import sys

import structlog
from bot import __main__
from bot.commands import simulate

def fails(*_):
    try:
        raise OSError("not now")
    except OSError:
        structlog.get_logger().exception("a turn failed")
    yield {"to": "nobody"}

simulate.simulate = fails
sys.argv = ["bot", "simulate", "--world", "company.yaml"]
__main__.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", played], capture_output=True, text=True, env={**os.environ, **ROOT_PATH}
    )
    assert done.stdout == '{"to": "nobody"}\n'
    assert "a turn failed" in done.stderr and "OSError: not now" in done.stderr
