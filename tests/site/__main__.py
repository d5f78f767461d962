"""Serve the test sites: ``python -m tests.site [COUNT]`` prints their addresses, ends with Ctrl-C."""

from __future__ import annotations

import sys
import time
from contextlib import suppress

from tests.site.server import running_sites


def main() -> None:
    """Run until interrupted, or until whoever started this is gone."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with running_sites(count=count) as sites:
        for kind, site in sites.items():
            print(kind, site.base, *site.feeds, *site.sitemaps, *site.sections, flush=True)
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


if __name__ == "__main__":
    main()
