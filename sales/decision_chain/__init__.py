"""Who decides at a customer: what was said of the people there, each claim with its date, author and words.

In: claims as they are read from messages (nlu.statements.buying_roles), or a world's contacts. Out: the chain as facts,
with what contradicts in it, and who is known to decide. The newest claim counts and stands in the contact's row; older
ones stay. `record` notes claims on a customer that its caller has in scope, `tell` does so for who acts.
"""

from sales.decision_chain.chain import chain_of, holders, known_people, names_at, people_at, profile, roles_of
from sales.decision_chain.claims import Heard, belongs_also, imported, record, tell
from sales.decision_chain.facts import Chain, ClaimFact, Dispute, PersonFact, disputes
from sales.decision_chain.missing import is_wanted, note_missing, without_decider

__all__ = [
    "Chain",
    "ClaimFact",
    "Dispute",
    "Heard",
    "PersonFact",
    "belongs_also",
    "chain_of",
    "disputes",
    "holders",
    "imported",
    "is_wanted",
    "known_people",
    "names_at",
    "note_missing",
    "people_at",
    "profile",
    "record",
    "roles_of",
    "tell",
    "without_decider",
]
