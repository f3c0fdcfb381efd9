"""The one program: `python -m bot …`, installed as `xiaoban …`. Each command imports what it needs when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import failures, forecast, library_group, terminal, usage
from bot.commands.terminal import Db
from config.collector import uncollected
from config.settings import settings, unknown_variables

app = typer.Typer(
    name="xiaoban",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="销伴:聊着天就把跟进记了的销售助手。",
)
PRIVATE = 0o077  # umask: files 0600, folders 0700


class Engine(StrEnum):
    embedded = "embedded"
    rasa = "rasa"


@app.command()
def run() -> None:
    """启动销伴。没有配置真实渠道时是演示:打开网页,选一个身份就能聊。"""
    with uncollected():
        from bot.runtime.server import serve

    raise SystemExit(serve(settings()))


@app.command()
def init(
    name: Annotated[str, typer.Option(prompt="公司叫什么名字", help="公司名")],
    admin: Annotated[str, typer.Option(prompt="第一位管理员的姓名", help="第一位管理员,做经理")],
    team: Annotated[list[str] | None, typer.Option("--team", help="团队,可写多次;带大区的写成 华东一部:华东")] = None,
    db: Db = None,
) -> None:
    """建一家真实的公司:名字、团队、第一位管理员和他的邀请码。阶段和时限在 config/policy.yml 里。"""
    from bot.commands.company import found

    terminal.say(found(terminal.database(db), name, admin, team or [], settings()))


@app.command()
def invite(
    member: Annotated[str, typer.Argument(help="成员姓名")],
    role: Annotated[str | None, typer.Option(help="还没有这个人时:他的角色,例 rep、new_hire、supervisor")] = None,
    team: Annotated[str | None, typer.Option(help="还没有这个人时:他的团队")] = None,
    db: Db = None,
) -> None:
    """给一位成员发邀请码(七天内用一次);还没有这个人就先建。"""
    from bot.commands.company import invite_member

    terminal.say(invite_member(terminal.database(db), member, role, team, settings()))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="客户表(Excel、CSV),或公司文件(YAML)")],
    yes: Annotated[bool, typer.Option("--yes", help="客户表:看得懂的都导。不写就只预览")] = False,
    only_good: Annotated[bool, typer.Option("--only-good", help="客户表:只导没问题的行")] = False,
    by: Annotated[str | None, typer.Option("--as", help="客户表:算谁导的,不写就是管理员")] = None,
    db: Db = None,
) -> None:
    """导入客户表:先预览,加 --yes 才导。也导公司文件(团队、成员、客户、商机),同一份再导一次什么也不变。"""
    from bot.commands.company import import_company
    from bot.commands.customer_list import WORLDS, import_list

    if file.suffix.casefold() in WORLDS:
        return terminal.say(import_company(terminal.database(db), file, settings().policy))
    bring = "good" if only_good else "all" if yes else None
    import_list(terminal.database(db), file, by, settings(), terminal.say, bring=bring)


@app.command()
def doctor() -> None:
    """查一遍:设置、数据库、渠道的密钥和连接、文件、模型、语音。哪里不对,怎么办。"""
    from bot.commands.doctor import examine, verdict

    findings = []
    for finding in examine(settings()):
        terminal.say(str(finding))
        findings.append(finding)
    terminal.say(verdict(findings))
    if any(finding.state == "✗" for finding in findings):
        raise typer.Exit(1)


@app.command()
def migrate(db: Db = None) -> None:
    """把数据库升级到这个版本需要的样子。"""
    from storage.engine import open_database
    from storage.migrate import migrate as upgrade

    database = open_database(db or settings().company_db)
    database.hold()
    terminal.say(f"数据库已是最新:{upgrade(database)}")


@app.command()
def simulate(
    world: Annotated[Path, typer.Option(help="公司文件(YAML)")],
    db: Annotated[str | None, typer.Option("--db", help="数据库地址;不写就用一个临时的。")] = None,
) -> None:
    """整家公司在模拟的时钟上跑一遍:从标准输入读脚本行,把看到的一行行写出来。"""
    with uncollected():
        from bot.commands.simulate import simulate as play

    terminal.answer(play(world, db, settings(), sys.stdin))


@app.command()
def parse(
    lexicon: Annotated[Path, typer.Option(help="公司的名字表(YAML)")],
    engine: Annotated[Engine, typer.Option(help="用哪个理解引擎")] = Engine.embedded,
    why: Annotated[bool, typer.Option("--why", help="每句做了什么、凭哪条规则,一并给出")] = False,
) -> None:
    """逐行理解消息:标准输入一行一个 {"text", "now"},标准输出一行一个结果。"""
    from bot.commands.parse import parse as understand

    terminal.answer(understand(lexicon, engine, sys.stdin, settings(), why))


@app.command()
def score() -> None:
    """给陪练打分:标准输入一行一个 {"scenario", "turns"},标准输出一行一张成绩单。"""
    from bot.commands.score import score as judge

    terminal.answer(judge(sys.stdin, settings()))


nlu = typer.Typer(no_args_is_help=True, help="从使用中学:看一看没听懂、被改过的句子,收下的拿去训练。")
app.add_typer(nlu, name="nlu")


@nlu.command("review")
def nlu_review(db: Db = None) -> None:
    """一句一句看:没听懂的、记完又改的、又撤回的。客户名字已经换掉。不在终端里时只列出来。"""
    from bot.commands.review import decide, review

    def ask(question: str) -> str:
        return str(typer.prompt(question, default="", show_default=False))

    database = terminal.database(db, writes=sys.stdin.isatty())
    lines = decide(database, settings().local_examples, ask) if sys.stdin.isatty() else review(database)
    for line in lines:
        terminal.say(line)


@nlu.command("accept")
def nlu_accept(
    number: Annotated[int, typer.Argument(help="review 列出的编号")],
    intent: Annotated[str | None, typer.Option(help="它应当是什么意思,例 customer_info")] = None,
    text: Annotated[str | None, typer.Option(help="标好的句子,写法同 nlu/data")] = None,
    db: Db = None,
) -> None:
    """收下一句,写进本地训练数据。"""
    from bot.commands.review import accept

    terminal.say(accept(terminal.database(db), number, intent, text, settings().local_examples))


@nlu.command("drop")
def nlu_drop(number: Annotated[int, typer.Argument(help="review 列出的编号")], db: Db = None) -> None:
    """这句不学。"""
    from bot.commands.review import drop

    terminal.say(drop(terminal.database(db), number))


@nlu.command("train")
def nlu_train() -> None:
    """用自带的和收下的句子重新训练,几秒钟。"""
    from bot.commands.review import train

    terminal.say(train(settings().cache, settings().local_examples))


app.add_typer(library_group.library, name="library")
app.add_typer(forecast.forecast, name="forecast")
app.add_typer(library_group.models, name="models")


def call(arguments: Sequence[str] | None = None) -> int:
    """Carry out one call; returns its exit status. What is wrong with the call, settings, files or the database is one
    clear line, not a traceback."""
    try:
        status = app(arguments, standalone_mode=False)
    except usage.UsageError as error:
        typer.echo(str(error) if usage.is_help(error) else usage.say_usage(error), err=True)
        return 2
    except typer.Abort:
        typer.echo("没有填完,什么也没做。", err=True)
        return 1
    except Exception as error:
        if (reason := failures.reason(error)) is None:
            raise
        typer.echo(reason, err=True)
        return 2
    return status if isinstance(status, int) else 0


def main() -> None:
    """The entry point of every command. What the process writes (databases, media, caches, accepted examples) only its
    own user may read."""
    from bot.runtime import logs

    os.umask(PRIVATE)
    logs.set_up("WARNING")  # to stderr, until `run` says more: standard output is for answers
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for sentence in unknown_variables(os.environ):
        typer.echo(sentence, err=True)
    raise SystemExit(call())


if __name__ == "__main__":
    main()
