"""Conversations about customers and deals."""
