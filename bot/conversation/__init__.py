"""Durable conversations: flows are coroutines replayed from a journal (see runner)."""
