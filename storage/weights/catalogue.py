"""The models that can be had, as `models.yml` names them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from config.yaml_lines import Part, read_with_lines

SHIPPED = Path(__file__).with_name("models.yml")
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Use = Literal["meaning", "hearing"]


class WeightsFile(Part):
    """One file of a model; `inside` are the files in packages that it is put together from."""

    name: str
    inside: Annotated[tuple[str, ...], Field(min_length=1)]
    sha256: Sha256
    bytes: Annotated[int, Field(gt=0)]


class Model(Part):
    """A model: what it is for, and where its files come from. `home` is repository@revision on Hugging Face."""

    use: Use
    about: str
    licence: str
    made_from: str
    home: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[0-9a-f]{40}$")] | None = None
    packages: Annotated[tuple[str, ...], Field(min_length=1)]
    files: Annotated[tuple[WeightsFile, ...], Field(min_length=1)]

    @property
    def version(self) -> str:
        """The same for the same files only."""
        return hashlib.sha256("".join(file.sha256 for file in self.files).encode()).hexdigest()[:12]

    @property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(file.bytes for file in self.files)


class Catalogue(Part):
    """Models by their name."""

    models: dict[str, Model]


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Model]:
    """The models that ship with the product."""
    return read_with_lines(SHIPPED, Catalogue)[0].models


def folder_of(name: str, root: Path) -> Path:
    """Where a model of the catalogue lies, once it is there."""
    return root / f"{name}-{catalogue()[name].version}"
