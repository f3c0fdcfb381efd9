"""How facts are said in chat: short, warm, concrete Chinese. Pure functions."""
