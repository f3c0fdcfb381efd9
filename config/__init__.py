"""What the operator and the company decide, and the calendar.

In: environment variables and `.env` (`settings`), YAML files (`policy`, `signal_rules`, `concepts`, `world`). Out:
checked, immutable values; a mistake is a ConfigError or SettingsError that names file, line and key, or the variable,
for a person. `holidays` says which days people work in China, `working_hours` counts theirs, `names` how names are
compared, `gates` what a deal needs before it enters a stage.
"""

__all__ = [
    "collector",
    "concepts",
    "drills",
    "files",
    "gates",
    "holidays",
    "library",
    "names",
    "policy",
    "settings",
    "signal_rules",
    "ticket_policy",
    "working_hours",
    "world",
    "yaml_lines",
]
