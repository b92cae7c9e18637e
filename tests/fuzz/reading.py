"""Fuzz the readers, led by coverage: `python -m tests.fuzz.reading feed|page|sitemap [-max_total_time=60 ...]`.

What follows the kind goes to libFuzzer as it is. An input that breaks a promise is kept in `tests/fuzz/corpus/KIND/`
(it then belongs to the ordinary tests too); inputs that reach new code are kept in `.fuzz/KIND/`, for the next time.
"""

import shutil
import sys
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["distrib.ingest", "feedparser"]):
    from tests.fuzz.targets import HERE, TARGETS, hold, seeds

KEPT = Path(".fuzz")


def main(arguments: list[str]) -> int:
    """Run until a promise breaks or the time is over."""
    if len(arguments) < 2 or (kind := arguments[1]) not in TARGETS:
        sys.stderr.write(f"Name what to read: {', '.join(TARGETS)}.\n")
        return 2
    warnings.simplefilter("error")  # as in the tests
    kept = KEPT / kind
    kept.mkdir(parents=True, exist_ok=True)
    for seed in seeds(kind):
        shutil.copy(seed, kept / seed.name)
    found = HERE / "corpus" / kind
    usual = [f"-dict={HERE / 'words.dict'}", f"-artifact_prefix={found}/", "-max_len=20000", "-timeout=10"]
    atheris.Setup([arguments[0], str(kept), *usual, *arguments[2:]], lambda data: hold(kind, data, timed=True))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
