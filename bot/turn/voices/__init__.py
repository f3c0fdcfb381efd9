"""Words that somebody else said (forwarded, quoted, copied, retold): data, never an order.

In: a message and how this speaker's words are read. Out: what stands in them that only the speaker may order, or the
speaker's own words beside them.
"""

__all__ = ["others"]
