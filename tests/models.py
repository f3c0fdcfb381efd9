"""Where `make test` puts the weights of models."""

from __future__ import annotations

from pathlib import Path

MODELS = Path(__file__).parents[1] / "var" / "models"
