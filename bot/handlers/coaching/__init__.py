"""Conversations about practice: drills, their history, appeals, deleting them."""
