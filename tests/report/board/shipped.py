"""A report of each shipped scenario: how large it is, whether an edit is found, whether it comes out again.

    python -m tests.report.board.shipped [--replications N] [--output FILE]

Each page is written with all cores and the kernel, and verified by another process with one core from
another folder; then single digits anywhere in it are changed.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sim.errors import UsageError
from sim.experiments.study import study
from sim.report.board.verify import REPORT, verify
from sim.report.results import write_study
from sim.scenario.load import load_scenario
from tests.benchmarks.prose import paragraph, table
from tests.running import SCENARIOS, SHIPPED

TRIALS, SEED = 100, 17
MOST = 3_000_000
"""What a page may weigh [bytes]."""
HEAD = ("scenario", "strategies", "experiments", "size [MB]", "edits of a digit found", "comes out again")


def row(name: str, replications: int) -> tuple[str, ...]:
    """Return what is told of the report of one scenario."""
    loaded = load_scenario(SCENARIOS / name)
    found = study(loaded, replications=replications, futures=None, seed=1)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "report")
        write_study(found, loaded, folder)
        page = folder / REPORT
        size = page.stat().st_size
        again = comes_out_again(page)
        edits = sum(edits_found(page))
    heavy = "" if size <= MOST else " (too large)"
    return (
        name,
        str(len(found.comparison.replications)),
        str(len(found.parts)),
        f"{size / 1e6:.2f}{heavy}",
        f"{edits} of {TRIALS}",
        "yes" if again else "no",
    )


def comes_out_again(page: Path) -> bool:
    """Tell whether another process with one core makes the same page."""
    command = [sys.executable, "-m", "sim", "verify", str(page), "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode == 0


def edits_found(page: Path) -> Iterator[bool]:
    """Yield of each edit of one digit whether the seal tells it."""
    content, draw = page.read_bytes(), random.Random(SEED)
    places = [place for place, byte in enumerate(content) if chr(byte).isdigit()]
    for place in draw.choices(places, k=TRIALS):
        digit = str((int(chr(content[place])) + draw.randint(1, 9)) % 10).encode()
        page.write_bytes(content[:place] + digit + content[place + 1 :])
        try:
            verify(page, seal_only=True)
        except UsageError:
            yield True
        else:
            yield False


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=3)
    parser.add_argument("--output", type=Path, default=Path("docs/verification/reports.md"))
    asked = parser.parse_args()
    rows = []
    for name in SHIPPED:
        rows.append(row(name, asked.replications))
        print(*rows[-1], sep=" | ", flush=True)
    about = paragraph(
        f"Written by `python -m tests.report.board.shipped --replications {asked.replications}`. The report "
        "of each shipped scenario is written with all cores, and verified by another process with one core: "
        f"it comes out again if `sim verify` says so. Then {TRIALS} times one digit anywhere in the file is "
        f"changed (seed {SEED}); the seal must tell each. A page may weigh {MOST / 1e6:g} MB."
    )
    asked.output.write_text(
        f"# Reports of all scenarios\n\n{about}\n\n{table(HEAD, rows)}\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
