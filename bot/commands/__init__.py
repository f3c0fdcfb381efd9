"""What each command of `python -m bot` does; `bot/__main__.py` declares their arguments,
`library_group` those of the script library and its models, `forecast` those of the forecast.

In: arguments, settings, lines of standard input. Out: sentences for an administrator, or JSON lines. What is wrong with
a file, a setting or the database leaves as an error that `failures` says as one sentence; a wrong call, `usage`.
"""

__all__ = [
    "company",
    "customer_list",
    "doctor",
    "failures",
    "forecast",
    "library",
    "library_group",
    "library_try",
    "models",
    "parse",
    "review",
    "score",
    "simulate",
    "terminal",
    "usage",
]
