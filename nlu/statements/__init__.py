"""A message taken apart into what it states.

In goes a `Reading`; out come its statements and what each of them does (reports, asks, supposes …: factuality), what
the bot is asked to do beside a report (acts), its records, one for each customer that is reported on (records.records),
and the spans that a correction takes back (corrections.taken_back). The words that decide are in rules/statements.yml,
rules/factuality.yml and rules/acts.yml.
"""

__all__ = ["acts", "corrections", "factuality", "records"]
