"""Characters, words, clauses, numerals and sounds."""
