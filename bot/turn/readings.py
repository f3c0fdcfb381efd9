"""What words mean, read before the transaction in which it is decided what they do."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlu.understanding import Understanding


class NotRead(Exception):
    """A turn needs words that were not read beforehand: it is rolled back, they are read, and it begins again."""

    def __init__(self, text: str, intent: str | None) -> None:
        super().__init__(f"not read yet as {intent}")  # never the words: errors are logged
        self.text = text
        self.intent = intent


@dataclass
class Readings:
    """Understandings by the words and, where somebody chose it, the intent they were read as."""

    known: dict[tuple[str, str | None], Understanding] = field(default_factory=dict)

    def of(self, text: str, intent: str | None = None) -> Understanding:
        """What `text` means; with `intent`, what it says as that. Raises NotRead."""
        found = self.known.get((text, intent))
        if found is None:
            raise NotRead(text, intent)
        return found
