"""Whether what is reported as the action of the day is one: done today, by who reports it.

In: the words, with colleagues as M. Out: why they are none, or what they say to it. The words that decide are in
actions.yml of rules.
"""

from nlu.actions.reading import Flaw, flaw, is_not_this, takes_offered

__all__ = ["Flaw", "flaw", "is_not_this", "takes_offered"]
