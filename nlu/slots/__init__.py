"""Which slots a message fills."""
