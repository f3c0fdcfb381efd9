"""Rows in and out: received messages, messages to send and their offers, jobs and their results.

In: what a channel has translated (`inbox.receive`), what a turn says and orders (`outbox.put`, `jobs.order`). Out: a
claimed message for the turn (`inbox.claim`), a claimed send for a channel (`sends.claim_next`), the result of a job as
a message of its own. `taps` writes and reads what buttons carry. Each claim is
a lease; a worker that has lost its lease commits nothing.
"""

__all__ = [
    "conversation_key",
    "file_quota",
    "inbound",
    "inbox",
    "jobs",
    "media_received",
    "offers",
    "outbox",
    "sends",
    "taps",
    "unreachable",
    "work",
]
