"""What people give to the library and earn by it: contributed scripts, what was of use, points, rewards.

In: a `Session` first, then who acts (ids: whether they may is decided by the caller), company policy, the company's day
and the time. Out: facts, frozen dataclasses. Nothing here commits; what is decided or given once is locked and keyed.
`contributions` wait for a reviewer; `likeness` finds near-duplicates; `uses` keeps what was of use to whom; `earning`
says what that is worth, in the `ledger`; `rewards` are what points are redeemed for.
"""

__all__ = ["contributions", "earning", "ledger", "likeness", "rewards", "uses"]
