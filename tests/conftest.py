"""What every test has: `needs_<program>` marks. Fixtures of the test company are plugins too."""

from __future__ import annotations

pytest_plugins = ["needs"]
