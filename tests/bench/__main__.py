"""Speed and memory, side by side in one run: ``make bench``. Prints tables; asserts nothing."""

from __future__ import annotations

from rich.console import Console

from tests.bench import detection, fetching, parsing, pipeline


def main() -> None:
    """Measure and print."""
    console = Console()
    for part in (pipeline, parsing, detection, fetching):
        part.run(console)
        console.print()


if __name__ == "__main__":
    main()
