"""Which intent a message has."""
