"""What Tencent's platforms have in common, for the rooms of those that are spoken to like this: they call our public
address in signed envelopes (door, envelope, events), and we call their API with an access token (api, tokens), to which
files go up first (uploads); what only an administrator can mend is remembered (trouble); what a room does alike as a
channel is in `room`. What a platform says in its own way is in its own room.
"""

__all__ = ["api", "door", "envelope", "events", "plain_text", "room", "tokens", "trouble", "uploads"]
