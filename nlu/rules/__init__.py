"""The rules of Chinese sales talk: word lists and patterns in `nlu/rules/*.yml`, for a language person to edit.

In comes the name of a file (`rules("money")`); out goes a `Rules`, which gives its patterns compiled, its word lists
and its tables. A mistake in a file is a `RulesError`, which names the file and the key. README.md describes the files.
"""

from nlu.rules.rule_file import Rules, any_of, read_all, rules
from nlu.rules.yaml_file import RulesError, read_yaml

__all__ = ["Rules", "RulesError", "any_of", "read_all", "read_yaml", "rules"]
