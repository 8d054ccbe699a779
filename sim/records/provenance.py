"""Where numbers come from: everything that is needed to make them again, and digests to compare with."""

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from sim.errors import UsageError
from sim.records.columns import TABLES
from sim.records.record import Array, RunRecord

FILE = "provenance.json"
"""Name of the provenance file in a folder of results."""
_PACKAGES, _DRAWING = ("workforce-sim", "numpy", "scipy", "simpy"), ("matplotlib",)
_NUMBERS = {"b": "|u1", "i": "<i8", "u": "<i8", "f": "<f8"}
KEY_DIGITS = 12
"""Hexadecimal digits of a key: two of a million runs share one with a chance of 2 in 1000."""
Verb = Literal[
    "run", "compare", "diagnose", "knockout", "sweep", "variability", "bottleneck", "task", "report"
]
"""A question that leaves results behind."""
Package = Annotated[str, Field(pattern="^(" + "|".join(["python", *_PACKAGES, *_DRAWING]) + ")$")]
"""What has a version that may decide a digit, or a line of a drawing."""
Version = Annotated[str, Field(pattern=r"^[0-9][0-9A-Za-z.+!_-]{0,30}$")]
Platform = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,20} [A-Za-z0-9_.-]{0,20}, (little|big)-endian$")]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")]
_WHERE_AND_HOW = {
    *("scenario", "inputs", "name", "engine", "digests", "results_digest"),
    *("versions", "platform", "created", "parts", "until_decided"),
}
"""What decides no digit, or is covered by the digest of the scenario."""
_PARTS: tuple[Verb, ...] = ("compare", "diagnose", "knockout", "variability", "sweep")
"""Questions that a study is made of."""
_SHARED = ("scenario", "inputs", "name", "scenario_digest", "versions", "platform", "created")
"""What all parts of a study have in common; it is stored once."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a folder of results comes from.

    Attributes:
        verb: the question: ``run``, ``compare``, ``diagnose``, ``knockout``, ``sweep``, ``variability``,
            ``bottleneck``, ``task``, or ``report`` for a study that asks several of them.
        scenario: text of the scenario that was run, everything it extends put in; presets stay names.
        inputs: text of each CSV file that the scenario, a strategy or a point reads, by its path as written.
        strategies: names, the baseline first.
        future: name of the future that was assumed, or ``""``.
        seed: seed of the experiment.
        replications: replications of each strategy.
        fewer: strategies that have fewer replications, with their number.
        engine: the engine that ran it.
        scenario_digest: sha256 of ``scenario`` and ``inputs``.
        digests: by strategy and name of the numbers (a measure, a weekly series …), sha256 of those.
        results_digest: sha256 over all of ``digests``.
        versions: of Python and of the packages that make numbers; of a study, drawings too.
        platform: operating system and processor.
        created: when the results were made, ISO 8601 with time zone.
        futures: drawn from the uncertainties of the scenario.
        loops: feedback loops that a knock-out played with.
        off_from: from when on it switched them off [h].
        points: of a sweep, values by key.
        task, replication: of the life of a task, its number and the run that it is from.
        split: replications over which a comparison split the gap to head counts.
        until_decided: whether a comparison went on until it was decided; else so many replications were
            asked for.
        name: of the scenario's folder or file, as commands take it.
        parts: of a study, the experiments that it is made of.
    """

    verb: Verb
    scenario: str
    inputs: Mapping[str, str]
    strategies: Annotated[tuple[str, ...], Field(min_length=1)]
    future: str
    seed: int
    replications: int
    engine: str
    scenario_digest: str
    digests: Mapping[str, Mapping[str, str]]
    results_digest: str
    versions: Mapping[Package, Version]
    platform: Platform
    created: Moment
    fewer: Mapping[str, int] = field(default_factory=dict)
    futures: int = 0
    loops: tuple[str, ...] = ()
    off_from: Annotated[float, Field(allow_inf_nan=False)] = 0.0
    points: tuple[Mapping[str, Any], ...] = ()
    task: int = -1
    replication: int = 0
    split: int = 0
    until_decided: bool = False
    name: str = ""
    parts: tuple["Provenance", ...] = ()

    __pydantic_config__ = ConfigDict(extra="forbid")

    @property
    def key(self) -> str:
        """The question in twelve hexadecimal digits: equal for equal questions, whoever asked, and when.

        sha256 over the verb, the digest of the scenario, the strategies, seed, replications and every other
        setting that decides a digit and is not left at its default; of a study over the keys of its parts.
        """
        asked = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name not in _WHERE_AND_HOW
            and (each.default is MISSING or getattr(self, each.name) != each.default)
        }
        asked |= {"parts": [part.key for part in self.parts]} if self.parts else {}
        text = json.dumps(asked, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:KEY_DIGITS]


def digest_of(record: RunRecord) -> str:
    """Return the sha256 of all columns of a run record in a fixed order, as 64 hexadecimal digits.

    Equal on every machine, and for every engine that walks the same path: neither the byte order nor
    the name of the engine counts, and all nans are one.
    """
    parts = [f"{record.seed} {record.replication} {record.horizon!r} {record.warm_up!r} {record.names!r}"]
    parts += [
        f"{table}.{column.name} {digest_of_numbers(getattr(record, table)[column.name])}"
        for table, columns in TABLES.items()
        for column in columns
    ]
    return digest_of_texts(parts)


def digest_of_numbers(numbers: Array) -> str:
    """Return the sha256 of an array's shape and values, whatever the machine's byte order.

    Raises:
        UsageError: the array holds something else than numbers or truth values.
    """
    code = _NUMBERS.get(numbers.dtype.kind)
    if code is None:
        raise UsageError(f"digest: type = {numbers.dtype}: only numbers and truth values have a digest")
    plain = np.ascontiguousarray(numbers, dtype=code)
    if plain.dtype.kind == "f":
        plain = np.where(np.isnan(plain), np.nan, plain).astype(code)
    return hashlib.sha256(f"{code} {plain.shape} ".encode() + plain.tobytes()).hexdigest()


def digest_of_texts(texts: Iterable[str]) -> str:
    """Return the sha256 of some texts in their order, each with its length before it."""
    whole = hashlib.sha256()
    for text in texts:
        content = text.encode()
        whole.update(f"{len(content)}:".encode() + content)
    return whole.hexdigest()


def digest_of_all(digests: Mapping[str, Mapping[str, str]]) -> str:
    """Return the sha256 over digests by strategy and name, whatever their order."""
    return digest_of_texts(
        f"{strategy}\n{name}\n{digests[strategy][name]}"
        for strategy in sorted(digests)
        for name in sorted(digests[strategy])
    )


def digest_of_scenario(scenario: str, inputs: Mapping[str, str]) -> str:
    """Return the sha256 of a scenario's text and of the files that it reads."""
    return digest_of_texts([scenario, *(part for name in sorted(inputs) for part in (name, inputs[name]))])


def versions(*, drawing: bool = False) -> dict[str, str]:
    """Return the versions of Python and of the packages that make numbers, and drawings where asked."""
    packages = (*_PACKAGES, *_DRAWING) if drawing else _PACKAGES
    return {"python": platform.python_version()} | {name: version(name) for name in packages}


def this_platform() -> str:
    """Return the operating system and processor, e.g. ``Linux x86_64, little-endian``."""
    return f"{platform.system()} {platform.machine()}, {sys.byteorder}-endian"


def now() -> str:
    """Return the present moment in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_provenance(provenance: Provenance, folder: Path) -> None:
    """Write ``provenance.json`` into a folder."""
    text = json.dumps(provenance_json(provenance), indent=2, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def provenance_json(provenance: Provenance) -> dict[str, Any]:
    """Return a provenance as JSON content; what the parts of a study share stands there once."""
    said = asdict(provenance)
    for part in said["parts"]:
        for name in (*_SHARED, "parts"):
            del part[name]
    return said


def read_provenance(folder: Path) -> Provenance:
    """Return what ``write_provenance`` wrote into a folder.

    Raises:
        UsageError: the folder holds no provenance, or something else under its name.
    """
    path = folder / FILE
    if not path.is_file():
        example = "results/content-agency-compare"
        raise UsageError(f"{folder}: holds no {FILE}; name a folder of results, e.g. {example}")
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{path}: is not JSON ({error}); run the experiment again") from None
    return provenance_in(said, str(path))


def provenance_in(said: object, where: str) -> Provenance:
    """Return the provenance that JSON content is.

    Args:
        said: as ``provenance_json`` makes it.
        where: it was found, for the message.

    Raises:
        UsageError: it is something else.
    """
    try:
        text = json.dumps(_with_shared(said))
        found = TypeAdapter(Provenance).validate_json(text, strict=True)
    except (ValidationError, RecursionError):
        found = None
    if found is None or not _is_whole(found):
        raise UsageError(f"{where}: is not a provenance of this version; run the experiment again")
    return found


def _with_shared(said: object) -> object:
    """Return JSON content with what the parts of a study share put into each of them."""
    if not isinstance(said, dict) or not isinstance(said.get("parts"), list | tuple):
        return said
    shared = {name: said[name] for name in _SHARED if name in said}
    return said | {"parts": [part | shared if isinstance(part, dict) else part for part in said["parts"]]}


def _is_whole(found: Provenance) -> bool:
    """Return whether a study, and nothing else, has parts: those it needs, and of each kind one at most."""
    verbs = [part.verb for part in found.parts]
    if any(part.parts for part in found.parts) or len(set(verbs)) < len(verbs):
        return False
    return {"compare", "diagnose"} <= set(verbs) <= set(_PARTS) if found.verb == "report" else not verbs
