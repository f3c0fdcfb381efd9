"""What each command of `python -m bot` does; `bot/__main__.py` declares their arguments.

In: arguments, settings, lines of standard input. Out: sentences for an administrator, or JSON lines. What is wrong with
a file or a setting leaves as ConfigError, NotAccepted or DatabaseError, which `main` prints as one line.
"""

__all__ = ["company", "parse", "review", "simulate"]
