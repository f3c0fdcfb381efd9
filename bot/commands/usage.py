"""How a call of the command line that cannot be carried out is said: one sentence, and how to see the right form."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

import typer

UsageError: type[Exception] = typer.BadParameter.__mro__[1]  # Typer names only the special ones
_CHOICES = re.compile(r"is not one of (?P<choices>.+?)\.?$", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'")
_EXTRA = re.compile(r"argument(?:\(s\)|s)? \((.*)\)", re.DOTALL)


def say_usage(error: Any) -> str:
    """The sentence for a UsageError."""
    command = error.ctx.command_path if error.ctx is not None else "python -m bot"
    reason = _reason(error)
    return f"{reason}{'' if reason.endswith('?') else '。'}写法见:{command} --help"


def is_help(error: Any) -> bool:
    """Whether it is not a mistake but a call without arguments, which is answered by the help."""
    return type(error).__name__ == "NoArgsIsHelpError"


def _reason(error: Any) -> str:
    message = str(error.message or "")
    match type(error).__name__:
        case "MissingParameter":
            about = getattr(error.param, "help", None)
            return f"少了 {_called(error)}" + (f":{about}" if about else "")
        case "NoSuchOption":
            return f"没有 {error.option_name} 这个选项" + _meant(error.option_name, _options(error.ctx))
        case "BadOptionUsage":
            return f"{error.option_name} 后面要跟一个值"
        case "BadParameter":
            return f"{_called(error)} 写得不对:{_expected(message)}"
    if message.startswith("No such command"):
        name = "".join(_QUOTED.findall(message)[:1])
        return f"没有 {name} 这个命令" + _meant(name, error.ctx.command.list_commands(error.ctx))
    extra = _EXTRA.search(message)
    return f"多写了 {extra[1]}" if extra else "命令写得不对"


def _called(error: Any) -> str:
    """The option or argument, as it is written."""
    if error.param is None:
        return "参数"
    is_option = error.param.param_type_name == "option"
    return max(error.param.opts, key=len) if is_option else f"「{error.param.name}」"


def _expected(message: str) -> str:
    found = _CHOICES.search(message)
    if found:
        return f"只能是 {'、'.join(_QUOTED.findall(found['choices']))}"
    return "应为整数" if "integer" in message else "这里不能这样写"


def _options(context: Any) -> list[str]:
    return [name for parameter in context.command.params for name in parameter.opts if name.startswith("--")]


def _meant(typed: str, known: list[str]) -> str:
    near = get_close_matches(typed, known, n=1, cutoff=0.6)
    return f",是不是 {near[0]}?" if near else ""
