"""Whether what is reported as the action of the day is one: done today, by who reports it.

In: the words, with colleagues as M. Out: why they are none. The words that decide are in actions.yml of rules.
"""

from nlu.actions.reading import Flaw, flaw

__all__ = ["Flaw", "flaw"]
