"""`make chaos`: the real bot under load and faults, and an auditor who compares what people saw with the database.

`system` is what runs (replicas, database, ways between them), `people` who talks to it over `peer`, a Bot API server.
`plan` draws faults from a seed, `storm` carries them out by the levers of `faults`. `history` is what people sent and
received, `ledger` what the database holds; `auditor` compares the two and knows nothing else. docs/chaos.md explains
how to read it.
"""
