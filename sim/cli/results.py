"""Where results go, and whether they can go there; asked before the work, not after it."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from sim.errors import UsageError
from sim.scenario.reading.files import scenario_name

RESULTS = "results"
LONGEST_NAME = 100
"""Letters of a folder's name; a longer one is cut off and gets a digest."""


def results_folder(
    output: Path | None,
    scenario: Path,
    verb: str,
    strategies: Sequence[str] = (),
    future: str = "",
    begun: str = "",
) -> Path:
    """Return the folder for the results of a verb on a scenario file; another question, another folder.

    Args:
        output: named by the user, or None.
        scenario: the file.
        verb: ``run``, ``compare``, ``diagnosis``, ``knockout``, ``bottleneck``, ``sweep`` or
            ``variability``.
        strategies: what was asked for beside what the verb takes by itself.
        future: that is assumed, or ``""``.
        begun: path in the folder of a file by which unfinished results are known, too.

    Raises:
        UsageError: nothing can be written there, or something else than results is there.
    """
    name = question_name(scenario, verb, strategies, future)
    folder = output if output is not None else Path(RESULTS) / name
    _check_is_ours(folder, begun)
    _check_writable(folder)
    return folder


def question_name(scenario: Path, verb: str, strategies: Sequence[str] = (), future: str = "") -> str:
    """Return a file name for what a verb makes of a scenario file; another question, another name.

    >>> question_name(Path("busy-desk.yaml"), "run", ["AI assistant"], "boom")
    'busy-desk-run-AI-assistant-if-boom'

    Args:
        scenario: the file.
        verb: e.g. ``run``.
        strategies: what was asked for beside what the verb takes by itself.
        future: that is assumed, or ``""``.
    """
    parts = [scenario_name(scenario), verb]
    if strategies:
        parts.append("+".join(map(plain_name, strategies)))
    if future:
        parts += ["if", plain_name(future)]
    return _short("-".join(parts), strategies, future)


def plain_name(name: str) -> str:
    """Return a name as a folder's name shows it; if that changes more than gaps, a digest tells it apart.

    >>> plain_name("AI assistant"), plain_name("AI: assistant?")
    ('AI-assistant', 'AI-assistant~f6ca')
    """
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    plain = "-".join(words)
    return plain if plain.replace("-", " ") == name else f"{plain}~{_digest(name)}"


def beside_better(folder: Path, replications: int) -> Path:
    """Return the folder, or one beside it if it holds results of more replications than these.

    Raises:
        UsageError: something else than results is in the folder beside it.
    """
    if _replications_in(folder) <= replications:
        return folder
    whole = folder.resolve()
    name = f"{whole.name}-{replications}-replication{'' if replications == 1 else 's'}"
    beside = (folder if folder.name == whole.name else whole).with_name(name)
    _check_is_ours(beside)
    return beside


def stored(folder: Path) -> str:
    """Return in a few words which results a folder holds; ``""`` for none."""
    from sim.records.provenance import FILE, read_provenance
    from sim.scenario.telling.wording import count

    if not (folder / FILE).is_file():
        return ""
    try:
        old = read_provenance(folder)
    except UsageError:
        return "older results"
    made_of = f"seed {old.seed}, {count(old.replications, 'replication')}"
    return f"results of {old.created[:16].replace('T', ' ')} ({made_of})"


def keep(write: Callable[[], None], folder: Path) -> UsageError | None:
    """Write results and return None, or why they could not be written: the findings are told all the same."""
    try:
        write()
    except (OSError, UsageError) as error:
        reason = str(error) if isinstance(error, UsageError) else (error.strerror or str(error)).lower()
        return UsageError(
            f"{folder}: the results could not be written: {reason}; name another folder with --output"
        )
    return None


def tell_where(
    folder: Path,
    wanted: Path,
    replaced: str,
    failure: UsageError | None,
    *,
    as_json: bool,
    file: str = "report.html",
) -> None:
    """Say where the report is and what it replaced, or raise why there is none.

    Args:
        folder: where it is.
        wanted: where it would be if no better results were there.
        replaced: which results it replaced, or ``""``.
        failure: why there is none.
        as_json: the place is told on standard output by the JSON already.
        file: to open first.
    """
    if failure is not None:
        raise failure
    if folder != wanted:
        click.echo(f"{wanted}: holds the {stored(wanted)}; fewer do not replace them, see {folder}", err=True)
    if replaced:
        click.echo(f"{folder}: replaced the {replaced}", err=True)
    if not as_json:
        click.echo(f"\n{folder / file}")


def _replications_in(folder: Path) -> int:
    """Return of how many replications the results in a folder are; 0 for none that can be read."""
    from sim.records.provenance import FILE, read_provenance

    if not (folder / FILE).is_file():
        return 0
    try:
        return read_provenance(folder).replications
    except UsageError:
        return 0


def _short(name: str, strategies: Sequence[str], future: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[:LONGEST_NAME]}~{_digest('/'.join([*strategies, future]))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:4]


def _check_is_ours(folder: Path, begun: str = "") -> None:
    """Raise UsageError where results would take the place of something else."""
    from sim.experiments.sweeping.stored_question import SWEPT
    from sim.records.provenance import FILE
    from sim.report.folder import OURS, is_passing, mend

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--output = {folder}: is a file; name a folder for the results")
    mend(folder)
    there = (
        {path.name for path in folder.iterdir() if not is_passing(path.name)} if folder.is_dir() else set()
    )
    is_begun = (folder / SWEPT).is_file()
    if is_begun and begun != SWEPT:
        raise UsageError(
            f"--output = {folder}: holds a sweep with its store of runs; name another folder, or "
            "delete this one"
        )
    if not there or FILE in there:
        return
    taken = sorted(there & set(OURS)) if is_begun else ["other files than results"]
    if taken:
        raise UsageError(
            f"--output = {folder}: holds {', '.join(taken)}, which would be lost; name another folder"
        )


def _check_writable(folder: Path) -> None:
    """Try whether a folder of this name can be made there, and leave nothing behind."""
    there = next(part for part in folder.parents if part.exists())
    if not there.is_dir():
        raise UsageError(f"--output = {folder}: {there} is a file; name a folder for the results")
    try:
        trial = Path(tempfile.mkdtemp(prefix=".trial-", dir=there))
        try:
            (trial / folder.relative_to(there)).mkdir(parents=True)
        finally:
            shutil.rmtree(trial, ignore_errors=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(
            f"--output = {folder}: nothing can be written in {there} ({reason}); name another folder"
        ) from None
