"""What the operator and the company decide, and the calendar.

In: environment variables and `.env` (`settings`), YAML files (`policy`, `signal_rules`, `world`). Out: checked,
immutable values; a mistake is a ConfigError or SettingsError that names file, line and key, or the variable, for a
person. `holidays` says which days people work in China, `names` how names are compared.
"""

__all__ = ["collector", "files", "holidays", "names", "policy", "settings", "signal_rules", "world", "yaml_lines"]
