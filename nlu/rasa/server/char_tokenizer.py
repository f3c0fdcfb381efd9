"""A tokenizer for Rasa: one Chinese character a token, so that every entity begins and ends at a token.

Word segmentation (JiebaTokenizer) joins characters across the edges of names and times, and Rasa then drops those
entities from training. Runs of Latin letters and runs of digits stay whole. Runs in Rasa's own environment only.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe  # type: ignore[import-not-found]
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer  # type: ignore[import-not-found]
from rasa.shared.nlu.training_data.message import Message  # type: ignore[import-not-found]

_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+|\S")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class CharTokenizer(Tokenizer):  # type: ignore[misc]
    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The keys that Rasa's base class reads; none of them splits anything further."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of the message's text; text of blanks alone is one token, since Rasa needs one."""
        text = message.get(attribute)
        return [Token(found[0], found.start()) for found in _TOKEN.finditer(text)] or [Token(text, 0)]
