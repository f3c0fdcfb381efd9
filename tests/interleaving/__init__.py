"""A deterministic simulation of whole processes of the bot: inbox, turns, sweep, jobs, polling and delivery run
unchanged against a real SQLite file, but on a virtual scheduler with virtual clocks.

A seed decides everything: which thread goes on at each transaction, when processes crash, stop or are told to end, what
the network loses, where clocks are set, and what people write and tap. So a seed is a run, and a run that breaks a rule
can be had again: `PYTHONPATH=tests python -m interleaving --seed 17 --history`.

`run` plays one seed in a `Laboratory`; what it found wrong is in `Outcome.violations`. docs/simulation.md says more.
"""

from interleaving.run import Laboratory, Outcome, run

__all__ = ["Laboratory", "Outcome", "run"]
