"""Conversations about the person and the bot itself."""
