"""Whose words a message holds: the writer's own, and those that somebody else said.

In: a message's text, and who is named in it. Out: the writer's own words, those of others, and who they are. Forwarded,
quoted or copied words are data: they order nothing. The forms they come in are in voices.yml of rules.
"""

from nlu.voices.reading import Form, Told, may_tell, told

__all__ = ["Form", "Told", "may_tell", "told"]
