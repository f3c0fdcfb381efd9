"""Reads a YAML file in which no key may be written twice: the second would silently take the place of the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class RulesError(ValueError):
    """What is wrong with a file of rules: its name, the line or the key, and the reason."""


class _Loader(yaml.CSafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """As PyYAML's. Raises ConstructorError at a key that is there already."""
        lines: dict[Any, int] = {}
        for key_node, _ in node.value:
            key, line = self.construct_object(key_node, deep=True), key_node.start_mark.line + 1
            if key in lines:
                reason = f"{key} is there twice, first in line {lines[key]}"
                raise yaml.constructor.ConstructorError(None, None, reason, key_node.start_mark)
            lines[key] = line
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """The content of a file. Raises RulesError naming file and line where it cannot be read or a key is there twice."""
    try:
        return yaml.load(path.read_text("utf-8"), _Loader)
    except yaml.constructor.ConstructorError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise RulesError(f"{path.name}{line}: {error.problem}") from error
    except (OSError, yaml.YAMLError) as error:
        raise RulesError(f"{path.name}: {error}") from error
