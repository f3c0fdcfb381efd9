"""Sentences of practice."""
