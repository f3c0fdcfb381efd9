"""The sales process: customers, deals, follow-ups, stages, limits, leads, what is due. Facts, never wording."""
