"""A message taken apart into what it states."""
