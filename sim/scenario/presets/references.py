"""The works that a text refers to, and how they are quoted: in a line, and in BibTeX."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from sim.scenario.reading.yaml_text import read_own_yaml

FILE = "references.yaml"
BETWEEN = r"[^\d\n]{0,60}"
"""What may stand between an author and the year: other authors, a bracket."""
PLAIN_FIELDS = ("title", "journal", "institution", "publisher", "volume", "number", "pages", "year")
BIBTEX_FIELDS = (
    "author",
    *PLAIN_FIELDS,
    "eprint",
    "archiveprefix",
    "doi",
    "url",
    "note",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One published work.

    Attributes:
        key: under which it is known, as in BibTeX.
        kind: article, techreport, misc, book or unpublished.
        authors: as BibTeX has them, `Last, First and Last, First`; a body stands in braces.
        year: of publication; "" where it has none.
        called: another name by which texts refer to it, or "".
        population: with whom it was found.
        vintage: with which tools, or when.
        fields: what else a bibliography says, by the names of BibTeX.
    """

    key: str
    kind: str
    authors: tuple[str, ...]
    year: str
    called: str
    population: str
    vintage: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_text(self) -> str:
        """As a text refers to it: `Noy & Zhang (2023)`."""
        names = [author.strip("{}").partition(",")[0] for author in self.authors]
        if len(names) == 2 and names[1] != "others":
            who = " & ".join(names)
        else:
            who = names[0] if len(names) == 1 else f"{names[0]} et al."
        return f"{who} ({self.year or 'undated'})"

    @property
    def line(self) -> str:
        """As a list of references has it, on one line."""
        said = self.fields
        names = ["others" if name == "others" else name.strip("{}") for name in self.authors]
        who = ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
        volume = f" {said['volume']}" if "volume" in said else ""
        number = f"({said['number']})" if "volume" in said and "number" in said else ""
        report = f", {said['number']}" if "volume" not in said and "number" in said else ""
        pages = f", {said['pages']}" if "pages" in said else ""
        where = said.get("journal") or said.get("institution") or said.get("publisher") or ""
        parts = [
            f"{who} ({self.year or 'undated'})",
            said["title"],
            f"{where}{volume}{number}{report}{pages}",
            f"arXiv {said['eprint']}" if "eprint" in said else "",
            f"doi:{said['doi']}" if "doi" in said else "",
            said.get("url", ""),
            said.get("note", ""),
        ]
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    @property
    def bibtex(self) -> str:
        """As an entry of BibTeX."""
        said = {"author": " and ".join(self.authors), "year": self.year, **self.fields}
        if "eprint" in said:
            said["archiveprefix"] = "arXiv"
        lines = [f"  {name} = {{{_escaped(said[name])}}}," for name in BIBTEX_FIELDS if said.get(name)]
        return "\n".join([f"@{self.kind}{{{self.key},", *lines, "}"])

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which texts refer to it."""
        first = self.authors[0].strip("{}").partition(",")[0]
        return (first, self.called) if self.called else (first,)


def _escaped(text: str) -> str:
    """Return a text as BibTeX reads it."""
    return re.sub(r"([&%#])", r"\\\1", text)


@cache
def references() -> Mapping[str, Reference]:
    """Return every work of the package, by its key."""
    text = files("sim.scenario.presets").joinpath(FILE).read_text(encoding="utf-8")
    tree = read_own_yaml(text, f"sim/scenario/presets/{FILE}").tree
    return {key: _reference(key, entry) for key, entry in tree.items() if isinstance(entry, dict)}


def _reference(key: str, entry: Mapping[str, object]) -> Reference:
    said = {name: str(value) for name, value in entry.items()}
    own = {"kind", "authors", "year", "called", "population", "vintage"}
    return Reference(
        key=key,
        kind=said["kind"],
        authors=tuple(said["authors"].split(" and ")),
        year=said.get("year", ""),
        called=said.get("called", ""),
        population=said["population"],
        vintage=said["vintage"],
        fields={name: value for name, value in said.items() if name not in own},
    )


def references_in(text: str) -> tuple[Reference, ...]:
    """Return the works that a text refers to by author and year, in the order in which it does.

    >>> [work.key for work in references_in("+19 % (METR 2025); slower than Peng et al. (2023) found")]
    ['becker2025', 'peng2023']
    """
    found = [(place, work) for work in references().values() if (place := _place(work, text)) >= 0]
    return tuple(work for _, work in sorted(found, key=lambda each: each[0]))


def _place(work: Reference, text: str) -> int:
    """Return where a text first refers to a work; -1 where it does not."""
    plain = " ".join(text.split())
    patterns = [rf"(?<!\w){re.escape(name)}{_year(name, work)}" for name in work.names]
    return min((match.start() for pattern in patterns if (match := re.search(pattern, plain))), default=-1)


def _year(name: str, work: Reference) -> str:
    """Return what must follow a name: the year, where there is one and the name alone may be mistaken."""
    if not work.year:
        return rf"(?!\w)(?!{BETWEEN}\b\d{{4}}\b)"
    return r"(?!\w)" if " " in name else rf"{BETWEEN}\b{work.year}\b"


def alphabetical(name: str) -> str:
    """Return what a name is sorted by: letters as in ASCII, whatever their case and marks.

    >>> sorted(["Wichura", "Çinlar", "bcg"], key=alphabetical)
    ['bcg', 'Çinlar', 'Wichura']
    """
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
