"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long a case takes says something about the machine; speed is measured by `make bench`.
settings.register_profile("parley", deadline=None)
settings.load_profile("parley")
