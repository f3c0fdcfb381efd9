"""Chinese text without knowledge of anybody's names: what every other room of nlu reads with.

In goes a text; out come the text in one plain form (plain), its clauses (clauses), numbers (numerals), the concepts of
the trade that it mentions and whether it denies them (concepts), how well it reads as ordinary words (words), how it
sounds (phonetics). Offsets are code points of the text. `placeholders` are characters that stand for a name or a time.
"""

__all__ = ["clauses", "concepts", "numerals", "phonetics", "placeholders", "plain", "traditional", "words"]
