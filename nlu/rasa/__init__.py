"""Rasa as the other engine of understanding: a server of its own, asked over HTTP.

In goes a text; out comes an `Understanding` (client.RasaEngine): Rasa says which intent it has and which words are what
(client), and what those words stand for is read as in the embedded engine (slots), which also answers where Rasa does
not. The folder `server` is Rasa's own: its pipeline and what starts it, run in another environment with another Python.
"""

__all__ = ["client"]
