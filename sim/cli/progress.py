"""A progress bar on the terminal; where nobody watches, a line before and one after."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from sim.scenario.telling.wording import lasted


@dataclass(frozen=True, slots=True)
class Progress:
    """What can be told while work goes on.

    Attributes:
        tell: how many replications are done, of how many.
        say: a line.
        next: that other work begins, and what it is; its replications are counted anew.
    """

    tell: Callable[[int, int], None]
    say: Callable[[str], None]
    next: Callable[[str], None]

    def __call__(self, done: int, total: int) -> None:
        """Tell how many replications are done, of how many."""
        self.tell(done, total)


@contextmanager
def progress_bar(title: str, what: str) -> Iterator[Progress]:
    """Show a bar on stderr while the body runs; where stderr is no terminal, a line before and one after.

    The bar is there from the beginning.  From the first replication on it says how long the rest will
    take, if the others take as long.

    Args:
        title: what is being done, in one word.
        what: it is done with, for the line.
    """
    began = time.perf_counter()
    if not sys.stderr.isatty():
        once = _Once(f"{title} {what}")
        yield Progress(once.tell, _say, once.next)
        click.echo(f"done in {lasted(time.perf_counter() - began)}", err=True)
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
        waiting = "the first replication shows how long it takes"
        task = bar.add_task(title, total=None, expected=waiting)
        bar.refresh()

        since = [began]

        def told(done: int, total: int) -> None:
            left = expected(time.perf_counter() - since[-1], done, total) if done else waiting
            bar.update(task, completed=done, total=total, expected=left)

        def begun(line: str) -> None:
            since.append(time.perf_counter())
            bar.update(task, description=line, completed=0, expected=waiting)

        yield Progress(told, lambda line: bar.console.print(line, highlight=False), begun)


def _say(line: str) -> None:
    click.echo(line, err=True)


class _Once:
    """Says on stderr what begins, once for each kind of work, and how many runs it is."""

    def __init__(self, line: str) -> None:
        self.next(line)

    def next(self, line: str) -> None:
        """Take what begins."""
        self._line: str | None = line

    def tell(self, _done: int, total: int) -> None:
        """Say it, and nothing after."""
        if self._line is not None:
            click.echo(f"{self._line}: {total:,} {'run' if total == 1 else 'runs'}", err=True)
        self._line = None


def expected(elapsed: float, done: int, total: int) -> str:
    """Return how long the rest will take if it goes on like this.

    Args:
        elapsed: so far [s].
        done: of ``total``, at least one.

    >>> expected(0.7, 1, 100), expected(60.0, 30, 3000), expected(100.0, 10, 2000), expected(5.0, 10, 10)
    ('about 1 min left', 'about 1 h 39 min left', 'about 5 h 32 min left', 'about 0 s left')
    """
    return f"about {lasted(elapsed / done * (total - done))} left"
