"""Conversations about reminders and nudges put off."""
