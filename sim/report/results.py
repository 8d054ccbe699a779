"""``results/<experiment>/``: the page, the figures, the tables, and where the numbers come from."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path

from sim.engines import get_engine
from sim.experiments.bottleneck import Bottleneck
from sim.experiments.diagnosis.diagnose import Diagnosis
from sim.experiments.findings import Comparison, Replications
from sim.experiments.knockout import Knockout
from sim.experiments.provenances import (
    provenance_of,
    provenance_of_bottleneck,
    provenance_of_comparison,
    provenance_of_diagnosis,
    provenance_of_knockout,
    provenance_of_study,
    provenance_of_variability,
)
from sim.experiments.study import Study
from sim.experiments.telling import spoken_title
from sim.experiments.variability import Variability
from sim.model.build import build
from sim.records.columns import Column
from sim.records.provenance import Provenance, write_provenance
from sim.records.record import Array, RunRecord
from sim.records.tables import DICTIONARY, FORMATS, dictionary, write_table
from sim.report.board.page import study_page
from sim.report.bottleneck import bottleneck_json, bottleneck_picture
from sim.report.diagnosis import diagnosis_json
from sim.report.folder import whole_folder
from sim.report.gallery import comparison_pictures, strategy_pictures
from sim.report.knockout import knockout_json, measure_of, measures_shown, strongest_in_words
from sim.report.knockout_page import knockout_page
from sim.report.loop_effects import diagram_of, leading_to, loop_effects_svg
from sim.report.machine import comparison_json, replications_json
from sim.report.moments import moments_of
from sim.report.page import Drawn, comparison_page, run_page
from sim.report.picture import Cast, with_receipt
from sim.report.queues import queue_picture
from sim.report.strategies import standards_of
from sim.report.style import figure_style
from sim.report.tables import comparison_tables, strategy_tables
from sim.report.variability import variability_json, variability_picture
from sim.scenario.load import LoadedScenario
from sim.scenario.schema.scenario import STEADY_STATE

DIAGNOSIS = "diagnosis.json"
"""Name of the file with what a diagnosis found."""
KNOCKOUT = "knockout.json"
"""Name of the file with what a knock-out found."""
KNOCKOUT_PAGE = "knockout.html"
"""Name of the page with the diagrams of what each loop does."""
VARIABILITY = "variability.json"
"""Name of the file with where the variability comes from."""
BOTTLENECK = "bottleneck.json"
"""Name of the file with what one more hour of each pool brings."""
Tables = Mapping[str, tuple[tuple[Column, ...], dict[str, Array]]]


def write_comparison(
    comparison: Comparison,
    loaded: LoadedScenario,
    folder: Path,
    records: Iterable[tuple[str, RunRecord]] = (),
) -> None:
    """Write everything that a comparison found, whole or not at all.

    Args:
        comparison: what was found.
        loaded: the scenario.
        folder: where it goes; results that were there are replaced once all is written.
        records: run records to keep too, each with its strategy.
    """
    provenance = provenance_of_comparison(comparison, loaded)
    names = list(comparison.replications)
    standards = standards_of(loaded, names, comparison.future)
    moments = moments_of(loaded, names, comparison.future)
    with whole_folder(folder) as new, figure_style():
        pictures = comparison_pictures(comparison, standards, moments)
        drawn = [(picture, picture.svg()) for picture in pictures]
        write_page(comparison_page(comparison, loaded, drawn, provenance), new)
        write_json(comparison_json(comparison), new / "comparison.json")
        write_rest(drawn, comparison_tables(comparison), provenance, records, new)


def write_replications(
    replications: Replications,
    loaded: LoadedScenario,
    folder: Path,
    records: Iterable[RunRecord] = (),
    *,
    seed: int,
    engine: str,
    future: str,
) -> None:
    """Write everything that the replications of one strategy gave, whole or not at all.

    Args:
        replications: what they gave.
        loaded: the scenario.
        folder: where it goes; results that were there are replaced once all is written.
        records: run records to keep too.
        seed, engine, future: what they were made with.
    """
    name, scenario = replications.strategy, loaded.scenario
    strategies = {name: replications}
    provenance = provenance_of("run", loaded, strategies, seed=seed, engine=engine, future=future)
    standards, moments = standards_of(loaded, [name], future), moments_of(loaded, [name], future)
    with whole_folder(folder) as new, figure_style():
        cast = Cast(
            [replications],
            "",
            scenario.run_length,
            scenario.warm_up,
            standards,
            moments,
            is_steady=scenario.simulation == STEADY_STATE,
        )
        queues = queue_picture(_recorded(replications, loaded, seed=seed, future=future))
        pictures = [*strategy_pictures(cast), *([queues] if queues else [])]
        drawn = [(picture, picture.svg()) for picture in pictures]
        write_page(run_page(replications, loaded, drawn, provenance), new)
        write_json(replications_json(replications, scenario.currency), new / "run.json")
        tables = strategy_tables(strategies, scenario.currency)
        write_rest(drawn, tables, provenance, ((name, record) for record in records), new)


def _recorded(replications: Replications, loaded: LoadedScenario, *, seed: int, future: str) -> RunRecord:
    """Return the first replication once more, with each of its visits: an experiment keeps only sums."""
    model = build(loaded.under(replications.strategy, future))
    return get_engine(replications.engine)(model, seed, 0)


def write_study(study: Study, loaded: LoadedScenario, folder: Path) -> None:
    """Write the report of a study and its provenance, whole or not at all.

    Args:
        study: what was found.
        loaded: the scenario.
        folder: where it goes; results that were there are replaced once all is written.
    """
    provenance = provenance_of_study(study, loaded)
    with whole_folder(folder) as new:
        write_page(study_page(study, loaded, provenance), new)
        write_provenance(provenance, new)


def write_knockout(
    found: Knockout, loaded: LoadedScenario, folder: Path, measures: Sequence[str] = ()
) -> None:
    """Write everything that a knock-out found, whole or not at all.

    Args:
        found: what was found.
        loaded: the scenario.
        folder: where it goes; results that were there are replaced once all is written.
        measures: names of those that are drawn and told; left out: those that the scenario compares.
    """
    provenance, shown = provenance_of_knockout(found, loaded), measures_shown(loaded, measures)
    with whole_folder(folder) as new:
        write_json(knockout_json(found), new / KNOCKOUT)
        diagrams = {name: loop_effects_svg(found, name) for name in shown}
        question = loaded.scenario.question or ""
        page = knockout_page(found, question, diagrams, provenance)
        _write_text(page, new / KNOCKOUT_PAGE)
        figures = new / "figures"
        figures.mkdir()
        for name, svg in diagrams.items():
            title = f"What each feedback loop does to {spoken_title(measure_of(found, name))}"
            told = with_receipt(svg, title, strongest_in_words(found, name), provenance.key)
            _write_text(leading_to(told, f"../{KNOCKOUT_PAGE}"), figures / f"{diagram_of(name)}.svg")
        write_provenance(provenance, new)


def write_diagnosis(found: Diagnosis, loaded: LoadedScenario, folder: Path) -> None:
    """Write everything that a diagnosis found, whole or not at all.

    Args:
        found: what was found.
        loaded: the scenario.
        folder: where it goes; results that were there are replaced once all is written.
    """
    with whole_folder(folder) as new:
        write_json(diagnosis_json(found), new / DIAGNOSIS)
        write_provenance(provenance_of_diagnosis(found, loaded), new)


def write_variability(found: Mapping[str, Variability], loaded: LoadedScenario, folder: Path) -> None:
    """Write where the variability under some strategies comes from, whole or not at all.

    Args:
        found: by strategy.
        loaded: the scenario.
        folder: where it goes; results that were there are replaced once all is written.
    """
    with whole_folder(folder) as new, figure_style():
        picture, provenance = variability_picture(found), provenance_of_variability(found, loaded)
        write_json(variability_json(found), new / VARIABILITY)
        write_figures([(picture, picture.svg())], new / "figures", provenance.key)
        write_provenance(provenance, new)


def write_bottleneck(found: Bottleneck, loaded: LoadedScenario, folder: Path) -> None:
    """Write what one more hour of each pool brings, whole or not at all.

    Args:
        found: what was found.
        loaded: the scenario.
        folder: where it goes; results that were there are replaced once all is written.
    """
    with whole_folder(folder) as new, figure_style():
        picture, provenance = bottleneck_picture(found), provenance_of_bottleneck(found, loaded)
        write_json(bottleneck_json(found), new / BOTTLENECK)
        write_figures([(picture, picture.svg())], new / "figures", provenance.key)
        write_provenance(provenance, new)


def write_rest(
    drawn: Iterable[Drawn],
    tables: Tables,
    provenance: Provenance,
    records: Iterable[tuple[str, RunRecord]],
    new: Path,
) -> None:
    """Write figures, tables, run records and the provenance into a new folder."""
    write_figures(drawn, new / "figures", provenance.key)
    _write_tables(tables, new / "tables")
    folders = folder_names(provenance.strategies)
    for strategy, record in records:
        _write_record(record, new / "records" / folders[strategy])
    write_provenance(provenance, new)


def write_page(html: str, new: Path) -> None:
    """Write the page into a new folder."""
    _write_text(html, new / "report.html")


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def write_figures(drawn: Iterable[Drawn], folder: Path, receipt: str) -> None:
    """Write figures as PNG and SVG into a new folder, each with the key of the run that made it."""
    folder.mkdir()
    for picture, svg in drawn:
        picture.write_png(folder / f"{picture.name}.png", receipt)
        text = with_receipt(svg, picture.title, picture.alt, receipt)
        _write_text(text, folder / f"{picture.name}.svg")


def _write_tables(tables: Tables, folder: Path) -> None:
    folder.mkdir()
    for name, (columns, table) in tables.items():
        for suffix in FORMATS:
            write_table(table, columns, folder / f"{name}.{suffix}")
    words = dictionary({name: columns for name, (columns, _) in tables.items()})
    write_table(words, DICTIONARY, folder / "dictionary.csv")


def _write_record(record: RunRecord, folder: Path) -> None:
    from sim.records.store import write_record

    write_record(record, folder / f"replication-{record.replication:04d}")


def folder_names(strategies: Iterable[str]) -> dict[str, str]:
    """Return a folder for each strategy, no two alike even where capitals do not count.

    >>> folder_names(["hire two", "Hire: two!"])
    {'hire two': 'hire-two', 'Hire: two!': 'Hire-two-2'}
    """
    folders: dict[str, str] = {}
    for strategy in strategies:
        taken = {folder.casefold() for folder in folders.values()}
        plain = file_name(strategy)
        numbered = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
        folders[strategy] = next(name for name in numbered if name.casefold() not in taken)
    return folders


def file_name(name: str) -> str:
    """Return a name that every file system takes.

    >>> file_name("all three: now!")
    'all-three-now'
    """
    kept = "".join(letter if letter.isalnum() else " " for letter in name)
    return "-".join(kept.split()) or "strategy"


def write_json(content: object, path: Path) -> None:
    """Write JSON in which a number that is not defined or has no bound is null."""
    text = json.dumps(finite(content), indent=2, ensure_ascii=False, allow_nan=False)
    _write_text(text + "\n", path)


def finite(content: object) -> object:
    """Return JSON content in which a number that is not defined or has no bound is None."""
    if isinstance(content, Mapping):
        return {str(key): finite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [finite(item) for item in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content
