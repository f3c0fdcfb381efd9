"""The part of company policy that says how the script library is searched."""

from __future__ import annotations

from collections.abc import Mapping

from config.yaml_lines import Part


class LibraryPolicy(Part):
    """`synonyms`: other names of an industry or a buyer's role; in a filter they are the same (医疗: [医院, 医药])."""

    synonyms: Mapping[str, tuple[str, ...]] = {}
