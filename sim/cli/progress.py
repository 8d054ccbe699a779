"""A progress bar on the terminal; nothing where nobody watches."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]
"""Called with how many replications are done, of how many."""
MINUTE, HOUR = 60.0, 3600.0


@contextmanager
def progress_bar(title: str) -> Iterator[Progress | None]:
    """Show a bar on stderr while the body runs; None where stderr is no terminal.

    It is there from the beginning.  From the first replication on it says how long the rest will take, if
    the others take as long.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[expected]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        began = time.perf_counter()
        waiting = "the first replication shows how long it takes"
        task = bar.add_task(title, total=None, expected=waiting)
        bar.refresh()

        def told(done: int, total: int) -> None:
            left = expected(time.perf_counter() - began, done, total) if done else waiting
            bar.update(task, completed=done, total=total, expected=left)

        yield told


def expected(elapsed: float, done: int, total: int) -> str:
    """Return how long the rest will take if it goes on like this.

    Args:
        elapsed: so far [s].
        done: of ``total``, at least one.

    >>> expected(0.7, 1, 100), expected(60.0, 30, 3000), expected(100.0, 10, 2000), expected(5.0, 10, 10)
    ('about 1 min left', 'about 1 h 39 min left', 'about 5 h 32 min left', 'about 0 s left')
    """
    seconds = elapsed / done * (total - done)
    if seconds < MINUTE:
        return f"about {seconds:.0f} s left"
    if seconds < HOUR:
        return f"about {seconds / MINUTE:.0f} min left"
    return f"about {seconds // HOUR:.0f} h {seconds % HOUR / MINUTE:.0f} min left"
