"""Sentences about deals beside their moves: what a stage needs, and the files and people that it gets.

In: facts of `sales` and company policy. Out: Chinese sentences and the choices under them. Pure functions.
"""

__all__ = ["gates"]
