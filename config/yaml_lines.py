"""Reading YAML into a pydantic model, with errors that name file, line and key.

config/policy.yml:12: stages.2.limit_hours: 应为大于 0 的数字,写的是 'abc'
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from config.files import why_not

M = TypeVar("M", bound=BaseModel)
Where = dict[tuple[str | int, ...], int]
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a company of 10,000 customers: 2 s instead of 20

MOST_VALUES = 5_000_000  # a company of 100,000 customers has two million
_DATE = "应为日期,例如 2026-11-23"
_TIME = "应为时间,例如 2026-11-23T10:00:00+08:00"
_NO_YAML = "不是 YAML 文件,像是表格(CSV)。要写成键值的样子,可以照着 config/demo.yaml 写"
REASONS: Mapping[str, str] = {
    "missing": "缺这一项",
    "extra_forbidden": "不认识的键",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "set_type": "应为列表",
    "frozen_set_type": "应为列表",
    "string_too_short": "不能空着",
    "string_pattern_mismatch": "写法不对",
    "finite_number": "应为有限的数字",
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _DATE),
    **dict.fromkeys(("datetime_type", "datetime_parsing", "datetime_from_date_parsing"), _TIME),
    **dict.fromkeys(("time_type", "time_parsing"), "应为钟点,例如 09:00"),
    "dict_type": "应为一组键值",
    "model_type": "应为一组键值",
    "timezone_aware": "时间要带时区,例如 2026-11-23T10:00:00+08:00",
}


class Part(BaseModel):
    """A part of a checked file: immutable, and without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ConfigError(Exception):
    """A file has mistakes; each line of the message is one place, for a person."""


def read(
    path: Path, model: type[M], *, context: Any = None, prepare: Callable[[dict[Any, Any]], dict[Any, Any]] = dict
) -> M:
    """The file as `model`; its validators get `context`, what is read is `prepare`d before. Raises ConfigError naming
    file, line and key of everything that is wrong."""
    data, where = parse(_text(path), path)
    return _validated(path, model, prepare(data), where, context)


def read_with_lines(path: Path, model: type[M]) -> tuple[M, Where]:
    """As `read`, with the line of each key and item."""
    data, where = parse(_text(path), path)
    return _validated(path, model, data, where), where


def read_mapping(path: Path) -> dict[Any, Any]:
    """The file as it is written. Raises ConfigError where it cannot be read."""
    return parse(_text(path), path)[0]


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: 读不了:{why_not(error)}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: 读不了:不是 UTF-8 编码的文本文件") from error


def _validated(path: Path, model: type[M], data: dict[Any, Any], where: Where, context: Any = None) -> M:
    try:
        return model.model_validate(data, context=context)
    except ValidationError as error:
        raise ConfigError("\n".join(_place(path, where, fault) for fault in _own_faults(error))) from error


def parse(text: str, path: Path) -> tuple[dict[Any, Any], Where]:
    """The mapping in `text`, and the line of each of its keys and items."""
    try:
        loader = Loader(text)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{path}:{line}: {_not_yaml(text)}") from error
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"{path}:1: {'文件是空的' if root is None else _not_mapping(root)}")
    if _size(root, {}) > MOST_VALUES:
        raise ConfigError(f"{path}:1: 展开后超过 {MOST_VALUES // 10000} 万个值。看看 & 和 * 的引用是不是套起来了")
    where: Where = {}
    _walk(root, (), where, path)
    try:
        data = loader.construct_document(root)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigError(f"{path}:{mark.line + 1 if mark else 1}: YAML 里有一个值写得不对") from error
    return data, where


def _not_mapping(root: yaml.Node) -> str:
    return _NO_YAML if isinstance(root, yaml.ScalarNode) and "," in root.value else "最外层应为一组键值"


def _not_yaml(text: str) -> str:
    """What is wrong with a text that YAML cannot read."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    is_table = first.count(",") > 0 and not set(first) & set('{[:#"')
    return _NO_YAML if is_table else "YAML 写错了,看看这一行附近的缩进、括号、引号和冒号"


def _size(node: yaml.Node, known: dict[int, float]) -> float:
    """How many values a node holds with its references (`*name`) written out: a few lines of them may be billions, and
    one that refers to itself is endless."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = math.inf
        inner = [part for pair in node.value for part in (pair if isinstance(node, yaml.MappingNode) else (pair,))]
        known[id(node)] = 1 + sum(_size(part, known) for part in inner)
    return known[id(node)]


def _walk(node: yaml.Node, at: tuple[str | int, ...], where: Where, path: Path) -> None:
    where.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*at, str(key.value))
            if inner in where:
                raise ConfigError(f"{path}:{key.start_mark.line + 1}: {dotted(inner)}: 这个键写了两次")
            where[inner] = key.start_mark.line + 1
            _walk(value, inner, where, path)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*at, index), where, path)


def _own_faults(error: ValidationError) -> list[Any]:
    """The faults but for lists that are too short only because their items are wrong."""
    faults = error.errors()
    inner = {fault["loc"][:-depth] for fault in faults for depth in range(1, len(fault["loc"]))}
    return [fault for fault in faults if fault["type"] != "too_short" or fault["loc"] not in inner]


def _place(path: Path, where: Where, fault: Any) -> str:
    at = tuple(fault["loc"])
    known = at
    while known and known not in where:
        known = known[:-1]
    return f"{path}:{where.get(known, 1)}: {dotted(at) or '整个文件'}: {reason_of(fault)}"


def reason_of(fault: Any) -> str:
    """What is wrong, for a person, from an entry of a ValidationError."""
    kind, context, given = fault["type"], fault.get("ctx") or {}, fault.get("input")
    if kind == "value_error":
        return str(context.get("error", fault["msg"]))
    if kind in ("missing", "extra_forbidden"):
        return REASONS[kind]
    if kind == "literal_error":
        reason = f"应为 {context['expected']} 之一".replace(" or ", "、").replace(", ", "、")
    elif kind == "too_short":
        reason = f"至少要有 {context['min_length']} 项"
    elif kind in ("less_than", "less_than_equal"):
        reason = f"应为小于{'等于' if kind.endswith('equal') else ''} {context.get('lt', context.get('le'))} 的数字"
    elif kind in ("greater_than", "greater_than_equal"):
        reason = f"应为大于{'等于' if kind.endswith('equal') else ''} {context.get('gt', context.get('ge'))} 的数字"
    else:
        reason = REASONS.get(kind, "写得不对")
    return f"{reason},写的是 {given!r}"[:200]


def dotted(at: tuple[str | int, ...]) -> str:
    """A place in a file, for a person: members.2.role."""
    return ".".join(str(part) for part in at)
