"""Serve the test sites: ``python -m tests.site [COUNT]`` prints their addresses."""

from __future__ import annotations

import sys
import time
from contextlib import suppress

from tests.site.server import running_sites


def main() -> None:
    """Run until interrupted."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with running_sites(count=count) as sites:
        for kind, site in sites.items():
            addresses = (site.base, *site.feeds, *site.sitemaps, *site.sections)
            sys.stdout.write(f"{kind} {' '.join(addresses)}\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


if __name__ == "__main__":
    main()
