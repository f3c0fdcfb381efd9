"""The one program: `python -m bot …`, installed as `xiaoban …`. Each command imports what it needs when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bot.commands import failures, usage
from config.collector import uncollected
from config.settings import settings, unknown_variables

if TYPE_CHECKING:
    from knowledge.embedding.embedder import Embedder
    from storage.engine import Database
app = typer.Typer(
    name="xiaoban",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="销伴:聊着天就把跟进记了的销售助手。",
)
PRIVATE = 0o077  # umask: files 0600, folders 0700
Db = Annotated[str | None, typer.Option("--db", help="数据库地址,例:sqlite:///var/xiaoban.db。不写就用设置里的。")]


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

    _say(found(_database(db), name, admin, team or [], settings()))


@app.command()
def invite(
    member: Annotated[str, typer.Argument(help="成员姓名")],
    role: Annotated[str | None, typer.Option(help="还没有这个人时:他的角色,例 rep、new_hire、supervisor")] = None,
    team: Annotated[str | None, typer.Option(help="还没有这个人时:他的团队")] = None,
    db: Db = None,
) -> None:
    """给一位成员发邀请码(七天内用一次);还没有这个人就先建。"""
    from bot.commands.company import invite_member

    _say(invite_member(_database(db), member, role, team, settings()))


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
        return _say(import_company(_database(db), file, settings().policy))
    bring = "good" if only_good else "all" if yes else None
    import_list(_database(db), file, by, settings(), _say, bring=bring)


@app.command()
def migrate(db: Db = None) -> None:
    """把数据库升级到这个版本需要的样子。"""
    from storage.engine import open_database
    from storage.migrate import migrate as upgrade

    database = open_database(db or settings().company_db)
    database.hold()
    _say(f"数据库已是最新:{upgrade(database)}")


@app.command()
def simulate(
    world: Annotated[Path, typer.Option(help="公司文件(YAML)")],
    db: Annotated[str | None, typer.Option("--db", help="数据库地址;不写就用一个临时的。")] = None,
) -> None:
    """整家公司在模拟的时钟上跑一遍:从标准输入读脚本行,把看到的一行行写出来。"""
    with uncollected():
        from bot.commands.simulate import simulate as play

    _answer(play(world, db, settings(), sys.stdin))


@app.command()
def parse(
    lexicon: Annotated[Path, typer.Option(help="公司的名字表(YAML)")],
    engine: Annotated[Engine, typer.Option(help="用哪个理解引擎")] = Engine.embedded,
    why: Annotated[bool, typer.Option("--why", help="每句做了什么、凭哪条规则,一并给出")] = False,
) -> None:
    """逐行理解消息:标准输入一行一个 {"text", "now"},标准输出一行一个结果。"""
    from bot.commands.parse import parse as understand

    _answer(understand(lexicon, engine, sys.stdin, settings(), why))


nlu = typer.Typer(no_args_is_help=True, help="从使用中学:看一看没听懂、被改过的句子,收下的拿去训练。")
app.add_typer(nlu, name="nlu")


@nlu.command("review")
def nlu_review(db: Db = None) -> None:
    """一句一句看:没听懂的、记完又改的、又撤回的。客户名字已经换掉。不在终端里时只列出来。"""
    from bot.commands.review import decide, review

    def ask(question: str) -> str:
        return str(typer.prompt(question, default="", show_default=False))

    database = _database(db, writes=sys.stdin.isatty())
    lines = decide(database, settings().local_examples, ask) if sys.stdin.isatty() else review(database)
    for line in lines:
        _say(line)


@nlu.command("accept")
def nlu_accept(
    number: Annotated[int, typer.Argument(help="review 列出的编号")],
    intent: Annotated[str | None, typer.Option(help="它应当是什么意思,例 customer_info")] = None,
    text: Annotated[str | None, typer.Option(help="标好的句子,写法同 nlu/data")] = None,
    db: Db = None,
) -> None:
    """收下一句,写进本地训练数据。"""
    from bot.commands.review import accept

    _say(accept(_database(db), number, intent, text, settings().local_examples))


@nlu.command("drop")
def nlu_drop(number: Annotated[int, typer.Argument(help="review 列出的编号")], db: Db = None) -> None:
    """这句不学。"""
    from bot.commands.review import drop

    _say(drop(_database(db), number))


@nlu.command("train")
def nlu_train() -> None:
    """用自带的和收下的句子重新训练,几秒钟。"""
    from bot.commands.review import train

    _say(train(settings().cache, settings().local_examples))


library = typer.Typer(no_args_is_help=True, help="话术库:导入话术、案例、常见问题和资料,按意思找。")
app.add_typer(library, name="library")


@library.command("import")
def library_import(
    path: Annotated[Path, typer.Argument(help="文件,或一个文件夹:JSON 行、Excel、CSV、Word、PDF、Markdown")],
    preview: Annotated[bool, typer.Option("--preview", help="只看看会导进什么、哪里有问题,不导")] = False,
    only_good: Annotated[bool, typer.Option("--only-good", help="有问题的放过,其余的导")] = False,
    retire_missing: Annotated[bool, typer.Option("--retire-missing", help="文档里没有了的条目撤下")] = False,
    db: Db = None,
) -> None:
    """导入话术:新的加上,改过的更新,文件里没有的留着。有一处有问题就一条也不导。"""
    from bot.commands.library import How, import_scripts
    from scheduler.clock import SystemClock

    how = How(preview, only_good, retire_missing)
    _say(import_scripts(_database(db), path, _embedder(), SystemClock().now(), how, _say))


@library.command("search")
def library_search(db: Db = None) -> None:
    """逐行找话术:标准输入一行一个 {"query", "industry", "buyer_role", "budget", "k"},标准输出一行一个结果。"""
    from bot.commands.library import search
    from config import policy as policies

    _answer(search(_database(db, writes=False), policies.load(settings().policy), _embedder(), sys.stdin))


models = typer.Typer(no_args_is_help=True, help="模型:有哪些、下载、检查。没有它们,其余都照常。")
app.add_typer(models, name="models")


@models.command("list")
def models_list() -> None:
    """有哪些模型,在不在,多大,什么许可。"""
    from bot.commands.models import list_models

    for line in list_models(settings().models):
        _say(line)


@models.command("get")
def models_get(name: Annotated[str, typer.Argument(help="模型的名字,见 models list")]) -> None:
    """下载一个模型,核对,整理好。已经在的不再下载。"""
    from bot.commands.models import get_model
    from storage.weights.download import NotToBeHad

    try:
        get_model(name, settings().models, _say)
    except NotToBeHad as problem:
        _say(f"{name} 没拿到:{problem}。其余的照常能用。")
        raise SystemExit(1) from None


@models.command("check")
def models_check() -> None:
    """已经在的模型是不是完好。"""
    from bot.commands.models import check_models

    for line in check_models(settings().models):
        _say(line)


def _embedder() -> Embedder:
    from knowledge.embedding.choosing import choose

    return choose(settings().embedder, settings().models)


def _database(url: str | None, *, writes: bool = True) -> Database:
    """A command that only reads may stand beside a running process, unless the database must be upgraded for it."""
    from storage.engine import open_database
    from storage.migrate import is_current
    from storage.migrate import migrate as upgrade

    db = open_database(url or settings().company_db)
    if writes or not is_current(db):
        db.hold()
    upgrade(db)
    return db


def _answer(lines: Iterable[Mapping[str, Any]]) -> NoReturn:
    """Write JSON lines as they come; the exit status says whether each line was carried out."""
    from bot.runtime.json_lines import write

    raise SystemExit(write(lines, sys.stdout))


def _say(text: str) -> None:
    typer.echo(text)


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
