"""The process: what it opens, the threads and edges it runs, how it ends; and a company played on a simulated clock.

It decides nothing about conversations: it drives the `App` that `bot/app.py` wires.
In: settings, signals, lines of a script. Out: an exit status, log lines, a transcript.
"""

__all__ = ["hearing", "json_lines", "lazy_engine", "leases", "logs", "server", "simulation"]
