"""Every figure and every default can be traced: to a published work, or to the mark *assumed*."""

import importlib
import inspect
import pkgutil
import re
from collections import Counter

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import sim.rules
import sim.scenario.schema
from sim.rules.loops import LOOPS
from sim.scenario.notation.annotation import Setting
from sim.scenario.presets import (
    GRADES,
    KINDS,
    PresetValue,
    parameters,
    presets_of,
    references,
    references_in,
)
from sim.scenario.schema import Behaviour
from sim.scenario.telling.citing import OTHERS, RULES_OF, source_of
from sim.scenario.telling.mechanisms import MECHANISMS

NAMES_OF_THINGS = {("Scenario", "currency"), ("Compare", "baseline"), ("RealityCheck", "strategy")}
"""Defaults that are names, and say nothing about the world."""
WORD = re.compile(r"[A-Za-zÀ-ž]{2,}")
YEAR = re.compile(r"[A-Z][\w'’]+(?:(?: et al\.|,? (?:& )?[A-Z][\w'’-]+)*),? \(?((?:19|20)\d\d)\b")
"""An author and a year."""
ENTRIES = [
    pytest.param(entry, id=f"{kind} {preset} {key}")
    for kind in KINDS
    for preset, keys in presets_of(kind).items()
    for key, entry in keys.items()
]


def test_all_published_figures_are_there() -> None:
    assert len(parameters()) == 104
    assert Counter(each.topic for each in parameters().values()) == {
        "assistance": 31, "reliance": 16, "learning": 12, "hiring": 11, "load": 15, "market": 19,
    }  # fmt: skip


@pytest.mark.parametrize("key", parameters())
def test_a_figure_says_all_that_one_must_know_of_it(key: str) -> None:
    figure = parameters()[key]

    assert figure.low <= figure.value <= figure.high
    assert set(figure.grades) <= set(GRADES)
    for text in (figure.what, figure.unit, figure.source, figure.population, figure.vintage, figure.caution):
        assert text
    assert figure.references or figure.grades == ("A",)
    assert ("ssumed" in figure.source) == ("A" in figure.grades)


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_preset_value_has_a_work_behind_it_or_is_assumed(entry: PresetValue) -> None:
    assert entry.references or "ssumed" in entry.source
    assert entry.grade in GRADES
    assert set(entry.evidence) <= set(parameters())
    assert ("ssumed" in entry.source) == (entry.grade == "A")


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_preset_value_that_repeats_one_figure_says_the_same(entry: PresetValue) -> None:
    """Grades S1, S2 and M repeat a figure; what is derived from it is another number."""
    if len(entry.evidence) != 1 or entry.grade not in {"S1", "S2", "M"} or "Off:" in entry.source:
        pytest.skip("no figure is repeated")
    figure = parameters()[entry.evidence[0]]
    number = float(re.search(r"[-+]?\d*\.?\d+", str(entry.value).replace("lognormal: {mean", ""))[0])

    if "median" in entry.source:
        pytest.skip("the figure is a median, see test_presets")
    assert any(abs(number) == pytest.approx(factor * abs(figure.value)) for factor in (1.0, 100.0))


def test_no_text_refers_to_a_work_that_is_not_in_the_list() -> None:
    texts = [figure.source for figure in parameters().values()]
    texts += [entry.values[0].source for entry in ENTRIES]
    texts += [source_of(rule) for module in _modules(sim.rules) for rule in _functions(module)]
    texts += [loop.source for loop in LOOPS]
    for text in texts:
        assert unknown_works(text) == [], text


def unknown_works(text: str) -> list[str]:
    """Return what a text refers to by author and year that none of the works in it is called."""
    called = {
        (work.year, word)
        for work in references_in(text)
        for name in work.names
        for word in WORD.findall(name)
    }
    found = YEAR.finditer(text)
    return [each[0] for each in found if not any((each[1], word) in called for word in WORD.findall(each[0]))]


def test_a_text_that_refers_to_an_unknown_work_is_noticed() -> None:
    """The twin of the test above."""
    text = "Smith & Jones (2019) found more than Pencavel (2015)"

    assert unknown_works(text) == ["Smith & Jones (2019"]
    assert unknown_works("Pencavel (2015), and Smith & Jones (2015)") == ["Smith & Jones (2015"]


def test_every_work_in_the_list_is_referred_to() -> None:
    """By a preset, a figure, a rule, or the comment of a scenario key."""
    texts = [figure.source for figure in parameters().values()]
    texts += [entry.values[0].source for entry in ENTRIES]
    texts += [source_of(rule) for module in _modules(sim.rules) for rule in _functions(module)]
    texts += [loop.source for loop in LOOPS]
    used = {work.key for text in texts for work in references_in(text)}

    assert set(references()) - used == set()


@pytest.mark.parametrize("work", references().values(), ids=lambda work: work.key)
def test_a_work_can_be_quoted(work) -> None:
    assert work.fields["title"]
    assert work.population
    assert work.vintage
    assert work.bibtex.startswith(f"@{work.kind}{{{work.key},\n  author = {{")
    assert work.bibtex.count("{") == work.bibtex.count("}")


def test_a_reference_on_a_line_and_in_bibtex() -> None:
    work = references()["noy2023"]

    assert work.in_text == "Noy & Zhang (2023)"
    assert work.line.startswith("Noy, Shakked and Zhang, Whitney (2023). Experimental evidence on")
    assert "  journal = {Science},\n  volume = {381},\n  pages = {187-192},\n" in work.bibtex
    assert r"Manufacturing \& Service" in references()["kc2014"].bibtex


# --- defaults ------------------------------------------------------------------------------------


def _modules(package) -> list:
    return [
        importlib.import_module(f"{package.__name__}.{each.name}")
        for each in pkgutil.iter_modules(package.__path__)
        if not each.name.startswith("test")
    ]


def _functions(module) -> list:
    return [f for f in vars(module).values() if inspect.isfunction(f) and f.__module__ == module.__name__]


def _defaults() -> list:
    models = [
        model
        for module in _modules(sim.scenario.schema)
        for model in vars(module).values()
        if inspect.isclass(model) and issubclass(model, BaseModel) and model.__module__ == module.__name__
    ]
    return [
        pytest.param(field, id=f"{model.__name__}.{name}")
        for model in models
        for name, field in model.model_fields.items()
        if (model.__name__, name) not in NAMES_OF_THINGS and _says_something(field)
    ]


def _says_something(field: FieldInfo) -> bool:
    """True for a default that is more than an empty place: a magnitude or a choice."""
    empty = (None, 0, 0.0, "", [], {}, False)
    return not field.is_required() and field.default not in empty and not _is_moment_or_part(field.default)


def _is_moment_or_part(default: object) -> bool:
    """True for the start of the run, and for parts of the schema, whose keys have defaults of their own."""
    return isinstance(default, BaseModel) or type(default).__name__ == "When"


def _is_traced(text: str) -> bool:
    return "assumed" in text or "neutral" in text or bool(references_in(text))


@pytest.mark.parametrize("field", _defaults())
def test_a_default_has_a_source_is_neutral_or_is_marked_as_assumed(field: FieldInfo) -> None:
    assert _is_traced(field.description or "")


def test_the_lint_finds_a_default_without_a_source() -> None:
    """The twin of the test above."""
    assert not _is_traced("Standard deviation of a visit's luck on the logit of quality [1].")
    assert len(_defaults()) > 50


# --- rules ---------------------------------------------------------------------------------------


def test_every_mechanism_has_its_rules() -> None:
    assert set(RULES_OF) == {mechanism.name for mechanism in MECHANISMS}


def test_every_rule_with_a_published_source_can_be_cited() -> None:
    cited = {rule for rules in RULES_OF.values() for rule in rules} | {rule for rule, _ in OTHERS}
    published = {
        rule
        for module in _modules(sim.rules)
        for rule in _functions(module)
        if references_in(source_of(rule))
    }

    assert published <= cited | {importlib.import_module("sim.rules.service_time").review_time_factor}


def test_presets_of_behaviour_share_no_key_so_that_their_order_does_not_matter() -> None:
    parts = [keys for name, keys in presets_of("behaviour").items() if name != "living-organisation"]
    keys = [key for part in parts for key in part]

    assert len(keys) == len(set(keys))
    assert set(keys) == set(presets_of("behaviour")["living-organisation"])
    assert set(keys) <= set(Behaviour.model_fields)
    for part in parts:
        content = {key: entry.value for key, entry in part.items()}
        Behaviour.model_validate(content, context=Setting(bare_numbers=False))
