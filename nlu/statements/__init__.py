"""A message taken apart into what it states.

In goes a `Reading`; out come its statements and what each of them does (reports, asks, supposes …: factuality), what
the bot is asked to do beside a report (acts), its records, one for each customer that is reported on (records.records),
the spans that a correction takes back (corrections.taken_back), and what its words of welcome say of the deal
(consent). The words that decide are in statements.yml, factuality.yml, acts.yml and consent.yml of rules.
"""

__all__ = ["acts", "consent", "corrections", "factuality", "records"]
