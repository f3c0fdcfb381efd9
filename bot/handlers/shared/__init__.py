"""Sub-flows and effects that several conversations share."""
