"""The commands of the script library and of its models: `library …`, `models …`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.terminal import Db, answer, database, say
from config.settings import settings

if TYPE_CHECKING:
    from knowledge.embedding.embedder import Embedder

library = typer.Typer(no_args_is_help=True, help="话术库:导入话术、案例、常见问题和资料,按意思找。")


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
    from config import policy as policies
    from scheduler.clock import SystemClock

    how, policy = How(preview, only_good, retire_missing), policies.load(settings().policy)
    say(import_scripts(database(db), path, _embedder(), SystemClock().now(), how, say, policy))


@library.command("search")
def library_search(db: Db = None) -> None:
    """逐行找话术:标准输入一行一个 {"query", "industry", "buyer_role", "budget", "k"},标准输出一行一个结果。"""
    from bot.commands.library import search
    from config import policy as policies

    answer(search(database(db, writes=False), policies.load(settings().policy), _embedder(), sys.stdin))


@library.command("try")
def library_try(
    questions: Annotated[list[str] | None, typer.Argument(help="问题;不写就从标准输入一行一个")] = None,
    embedder: Annotated[str | None, typer.Option(help="第一列用的模型;不写就用设置里的")] = None,
    beside: Annotated[str, typer.Option("--with", help="第二列用的模型,写法同 XIAOBAN_EMBEDDER")] = "embedded",
    db: Db = None,
) -> None:
    """试一试能找到什么:按聊天里会用的行业、角色和预算挑,两个模型并排。"""
    from rich.console import Console

    from bot.commands.library_try import compare
    from bot.runtime.lazy_engine import load
    from bot.turn.names import CompanyEngine
    from config import policy as policies
    from scheduler.clock import SystemClock

    opened, policy = database(db, writes=False), policies.load(settings().policy)
    engine = CompanyEngine(opened, load(settings(), rasa=False))
    now = SystemClock().now().astimezone(policy.zone)
    console = Console()
    for part in compare(opened, engine, policy, [_embedder(embedder), _embedder(beside)], questions or sys.stdin, now):
        console.print(part)


models = typer.Typer(no_args_is_help=True, help="模型:有哪些、下载、检查。没有它们,其余都照常。")


@models.command("list")
def models_list() -> None:
    """有哪些模型,在不在,多大,什么许可。"""
    from bot.commands.models import list_models

    for line in list_models(settings().models):
        say(line)


@models.command("get")
def models_get(
    name: Annotated[str, typer.Argument(help="模型的名字(见 models list)、它的文件夹,或者向量服务的网址")],
) -> None:
    """下载一个模型,核对,整理好。已经在的不再下载。"""
    from bot.commands.models import get_model
    from storage.weights.download import NotToBeHad

    try:
        get_model(name, settings(), say)
    except NotToBeHad as problem:
        say(f"{name} 没拿到:{problem}。其余的照常能用。")
        raise SystemExit(1) from None


@models.command("check")
def models_check() -> None:
    """已经在的模型是不是完好。"""
    from bot.commands.models import check_models

    for line in check_models(settings().models):
        say(line)


def _embedder(wanted: str | None = None) -> Embedder:
    """The embedder of the settings, or the one that is wanted instead."""
    from knowledge.embedding.choosing import choose

    chosen = choose(settings().model_copy(update={"embedder": wanted}) if wanted else settings())
    if chosen.missing:
        typer.echo(chosen.missing, err=True)
    return chosen.embedder
