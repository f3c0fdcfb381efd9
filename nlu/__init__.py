"""What a message means: text in, Understanding out. Pure: no database, no network but for Rasa, no clock.

In come a text, the moment it was said and the names a company uses (`lexicon.Lexicon`). Out goes an
`understanding.Understanding`: the intent, how sure it is, the slots in normal form and where each was said. `schema`
says which intents, slots and values there are. `engine.load_engine` gives the embedded engine; `rasa` asks a Rasa
server instead. `context` reads an answer against the question that was asked.
Inside, a message passes `reading`, `intent`, `statements` and `slots`, in this order; `text`, `time` and `entities` are
what it is read with. README.md here tells the way of a message.
"""

__all__ = [
    "actions",
    "asking",
    "contents",
    "context",
    "corrections",
    "digest",
    "drills",
    "engine",
    "entities",
    "following",
    "gates",
    "giving",
    "intent",
    "leaders",
    "leading",
    "leads",
    "lexicon",
    "library",
    "limits_said",
    "lists",
    "orders",
    "plans",
    "questions",
    "rasa",
    "reading",
    "replies",
    "schema",
    "statements",
    "text",
    "tickets",
    "time",
    "understanding",
    "voices",
]
