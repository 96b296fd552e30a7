"""`python -m app.bench viewer|review REQUEST ANSWER`; see `medcls_core.cli.bench_protocol`."""

import sys
from pathlib import Path

from app.bench import review, viewer
from app.driven_window import NotReady


def main(arguments: list[str]) -> int:
    """Do what the request asks and write the answer; 1, with one sentence, if that failed."""
    kind, request, answer = arguments
    try:
        {"viewer": viewer.drive, "review": review.drive}[kind](Path(request), Path(answer))
    except NotReady as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
