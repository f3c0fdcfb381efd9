"""New leads: whose customer a lead is, entering it, and what happens where two people claim the same customer.

In: a Session and the `LeadDraft` of what was reported. Out: `Registered` (entered), `AlreadyMine` (the author's
customer already), `Similar` (only like a customer's: not entered) or `Taken` (a colleague's: a claim waits), and the
decision of a claim.
"""

from sales.leads.claims import Decided, Taken, claim_facts, decide
from sales.leads.draft import LeadDraft
from sales.leads.registration import (
    AlreadyMine,
    Registered,
    Similar,
    add_people,
    another_deal,
    complete,
    register,
    register_known,
    register_new,
)

__all__ = [
    "AlreadyMine",
    "Decided",
    "LeadDraft",
    "Registered",
    "Similar",
    "Taken",
    "add_people",
    "another_deal",
    "claim_facts",
    "complete",
    "decide",
    "register",
    "register_known",
    "register_new",
]
