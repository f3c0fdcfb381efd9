"""Which slots a message fills, given its intent.

In go an intent and a `Reading`; out comes one `Filled` for each record of the message (filling.fill): values in normal
form and where each was said. The schema names the readers of an intent; each lies in a module named by what it decides.
`steps`, `verbatim` and `lead_names` find words for them.
"""

__all__ = ["filled", "filling", "steps"]
