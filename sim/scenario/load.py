"""From a file to a validated scenario: ``load_scenario``, and what a strategy and a future make of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from sim.errors import ScenarioError, UsageError
from sim.scenario.arrival_rate import moment_of_when
from sim.scenario.changing.combine import DO_NOTHING, parts_of
from sim.scenario.changing.draft import Draft
from sim.scenario.changing.expand import expand
from sim.scenario.changing.extends import Reading, read_with_bases
from sim.scenario.changing.patches import apply_patch, strategy_patches
from sim.scenario.changing.points import apply_point, paths_of, placed_at, plain_point
from sim.scenario.changing.uncertain import UNCERTAIN, at_uncertain_values
from sim.scenario.checks.causes import without_consequences
from sim.scenario.checks.doubts import doubts
from sim.scenario.checks.notes import notes
from sim.scenario.checks.references import NOBODY_MAY_DO
from sim.scenario.checks.whole_file import check, is_code, length_of
from sim.scenario.notation.annotation import Setting
from sim.scenario.presets.presets import preset_lines
from sim.scenario.reading.files import scenario_file
from sim.scenario.reading.messages import Problem, Sources, placed, told
from sim.scenario.reading.plain_words import MISSING, UNKNOWN, keys_of
from sim.scenario.reading.yaml_text import Fault, Origin, Path_, Tree
from sim.scenario.schema import Lever, Scenario
from sim.scenario.schema import Set as SetLever
from sim.units import nearest

CHANGES: tuple[Path_, ...] = (("strategies",), ("futures",), (UNCERTAIN,), ("checks",))
"""Where changes of the scenario stand."""
LeverPlace = tuple[str, int]
"""Where a lever stands: the strategy that lists it, and its number there, 0 up."""
ANY_LENGTH = 1.0
"""Stands for a run length that cannot be read, which its own message says [h]."""


@dataclass(frozen=True)
class Effective:
    """A scenario under one strategy and one future.

    Attributes:
        scenario: with the ``set:`` levers and the future applied.
        levers: what is pulled while it runs, combinations resolved, in order.
        phases: the scenario after each ``set`` with a date, in order of these levers.
        strategy: its name.
        future: its name, or "".
        folder: where relative CSV paths start.
    """

    scenario: Scenario
    levers: tuple[Lever, ...]
    strategy: str
    future: str
    folder: Path
    phases: tuple[Scenario, ...] = ()


@dataclass(frozen=True)
class LoadedScenario:
    """A scenario that was read and found valid.

    Attributes:
        path: the file.
        scenario: what it says.
        tree: the effective plain tree, after ``extends`` and with presets filled in.
        origins: where each value stands, by its path in the tree.
        draft: the tree before presets were filled in, on which strategies and futures act.
        sources: the lines of every file that was read.
    """

    path: Path
    scenario: Scenario
    tree: Tree
    origins: Mapping[Path_, Origin]
    draft: Draft = field(repr=False)
    sources: Sources = field(repr=False)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Doubts that do not prevent a run."""
        return self._told(doubts(self.scenario, self.tree, self.path.parent))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What holds where the file is silent, for an author who may not know it."""
        return self._told(notes(self.scenario, self.tree))

    def _told(self, problems: Iterable[Problem]) -> tuple[str, ...]:
        filled = Draft(self.tree, dict(self.origins))
        return tuple(told(_placed(problems, filled, self.path), str(self.path), self.sources))

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of all strategies; ``do nothing`` stands first unless the file has one of its own."""
        named = tuple(self.scenario.strategies)
        return named if DO_NOTHING in named else (DO_NOTHING, *named)

    def at(self, point: Mapping[str, object]) -> "LoadedScenario":
        """Return the scenario with keys set to values, with the same strategies and futures.

        What a strategy or a future sets, it sets at the point too; they are tried when they are asked for.

        Args:
            point: values by dotted key, both as ``set:`` takes them: `{"people.writers.headcount": 9}`.  A
                key that the file leaves out may be set; levers count from 0: `strategies.upskill[0].price`.

        Raises ScenarioError with every problem: a key that does not exist, a value that cannot be.
        """
        values, base = plain_point(point), self.draft.copied()
        problems = apply_point(base, values)
        draft = base.copied()
        scenario, more = _validated(draft, self.path.parent)
        if scenario is None or problems or more:
            faults = placed_at(values, [*problems, *more], draft, str(self.path))
            raise ScenarioError(told(faults, str(self.path), self.sources))
        return replace(self, scenario=scenario, tree=draft.tree, origins=draft.origins, draft=base)

    def with_more(self, named: Mapping[str, Mapping[str, object]]) -> "LoadedScenario":
        """Return the scenario with strategies or freelancers beside those that it has.

        Args:
            named: by section and name, what stands there, as YAML gives it:
                `{"strategies": {"one more": [{"hire": "writers", "seats": 1}]}}`.

        Raises ScenarioError with every problem.
        """
        base = self.draft.copied()
        for section, added in named.items():
            there = base.tree.setdefault(section, {})
            assert isinstance(there, dict)
            for name, value in plain_point(added).items():
                there[name] = value
                base.origins |= dict.fromkeys(paths_of((section, name), value), Origin("", 0, 1))
        draft = base.copied()
        scenario, problems = _validated(draft, self.path.parent)
        if scenario is None or problems:
            raise ScenarioError(told(_placed(problems, draft, self.path), str(self.path), self.sources))
        return replace(self, scenario=scenario, tree=draft.tree, origins=draft.origins, draft=base)

    def under(
        self, strategy: str = DO_NOTHING, future: str = "", only: Collection[LeverPlace] | None = None
    ) -> Effective:
        """Return the scenario under a strategy and a future.

        Args:
            strategy: its name.
            future: its name, or "".
            only: which of its levers are pulled, see ``levers_of``; None is all of them.

        Raises UsageError for an unknown name, ScenarioError where a change makes the scenario invalid.
        """
        changed, scenario = self._changed(strategy, future, only)
        parts = parts_of(changed.tree, strategy)
        phases, problems = _phases(changed, scenario, parts, self.path.parent, only)
        if problems:
            raise ScenarioError(told(_placed(problems, changed, self.path), str(self.path), self.sources))
        levers = _levers(scenario, parts, only)
        return Effective(scenario, levers, strategy, future, self.path.parent, phases)

    def checked(self, name: str) -> Effective:
        """Return the scenario with what a reality check changes, under the strategy that it names.

        Raises ScenarioError where the change makes the scenario invalid.
        """
        strategy = self.scenario.checks[name].strategy
        changed, scenario = self._changed(strategy, "", None, name)
        phases, problems = _phases(changed, scenario, parts_of(changed.tree, strategy), self.path.parent)
        if problems:
            raise ScenarioError(told(_placed(problems, changed, self.path), str(self.path), self.sources))
        levers = _levers(scenario, parts_of(changed.tree, strategy))
        return Effective(scenario, levers, strategy, "", self.path.parent, phases)

    def levers_of(self, strategy: str) -> tuple[LeverPlace, ...]:
        """Return where the levers of a strategy stand, combinations resolved, in order."""
        listed = ((name, self.scenario.strategies.get(name)) for name in parts_of(self.tree, strategy))
        return tuple(
            (name, place)
            for name, levers in listed
            if isinstance(levers, list)
            for place in range(len(levers))
        )

    def resolved(self, strategy: str = DO_NOTHING, future: str = "") -> tuple[Tree, Mapping[Path_, Origin]]:
        """Return the effective tree and the origins of its values under a strategy and a future."""
        changed, _ = self._changed(strategy, future)
        return changed.tree, changed.origins

    def _changed(
        self, strategy: str, future: str, only: Collection[LeverPlace] | None = None, check_: str = ""
    ) -> tuple[Draft, Scenario]:
        _known(strategy, self.strategies, "strategy")
        if future:
            _known(future, tuple(self.scenario.futures), "future")
        draft, problems = _patched(self.draft, strategy, future, only, check_)
        if draft.tree == self.draft.tree and not problems:
            return Draft(self.tree, dict(self.origins)), self.scenario  # as it was validated already
        scenario, more = _validated(draft, self.path.parent)
        more = [problem for problem in more if not (check_ and _is_wanted(problem))]
        if scenario is None or problems or more:
            faults = _placed([*problems, *more], draft, self.path)
            raise ScenarioError(told(faults, str(self.path), self.sources))
        return draft, scenario


def load_scenario(path: str | Path) -> LoadedScenario:
    """Return the validated scenario in a file, or in the ``scenario.yaml`` of a folder.

    Raises ScenarioError with every problem, each `file:line:column: what = value: rule; suggestion`.
    """
    file = scenario_file(Path(path))
    reading = Reading()
    reading.sources.lines.update(preset_lines())
    base = read_with_bases(file, reading)
    if not reading.complete:
        raise ScenarioError(told(reading.faults, str(file), reading.sources))
    draft = base.copied()
    scenario, problems = _validated(draft, file.parent, reading.doubled)
    problems = [problem for problem in problems if not _follows(problem, reading.faulty)]
    sound = scenario is not None and not problems and not reading.faults
    faults = [*reading.faults, *_placed(problems, draft, file)]
    unsure = reading.doubled or any(len(problem.path) == 1 for problem in problems)
    changing = _problems_of_changes(base, file.parent, sound=sound, unsure=bool(unsure))
    faults += _placed(changing, base, file)
    if scenario is None or faults:
        raise ScenarioError(told(faults, str(file), reading.sources))
    return LoadedScenario(file, scenario, draft.tree, draft.origins, base, reading.sources)


def _follows(problem: Problem, faulty: set[Path_]) -> bool:
    """True for a problem that merely follows from a fault of YAML, of the value or of one inside it."""
    return problem.path in faulty or any(path[:-1] == problem.path for path in faulty)


def _placed(problems: Iterable[Problem], draft: Draft, file: Path) -> list[Fault]:
    return [placed(problem, draft.tree, draft.origins, str(file)) for problem in problems]


def _validated(
    draft: Draft, folder: Path, doubled: Collection[Path_] = ()
) -> tuple[Scenario | None, list[Problem]]:
    """Fill in the presets of ``draft`` and validate it; return the scenario, if any, and all problems.

    What merely follows from sections that are unknown or stand twice (``doubled``) is left out.
    """
    problems = expand(draft)
    currency = draft.tree.get("currency", "USD")
    setting = Setting(
        str(currency) if is_code(currency) else "",
        folder,
        bare_numbers=False,
        run_length=length_of(draft.tree) or ANY_LENGTH,
    )
    scenario = None
    try:
        scenario = Scenario.model_validate(draft.tree, context=setting)
    except ValidationError as error:
        problems += [
            _problem(each["loc"], each["type"], each["msg"]) for each in error.errors(include_url=False)
        ]
    crossing = [*check(draft.tree, setting)]
    told_better = {problem.path for problem in crossing if problem.names_itself}
    problems = [problem for problem in problems if problem.path not in told_better]
    found = {problem.path for problem in problems}
    crossing = [problem for problem in crossing if problem.path not in found]
    return scenario, without_consequences(problems, crossing, draft.tree, keys_of(Scenario), doubled)


def _problem(place: tuple[int | str, ...], kind: str, text: str) -> Problem:
    """Return pydantic's error as a problem; marks such as ``<train>`` are no part of the path."""
    path = tuple(
        part for part in place if not (isinstance(part, str) and part[:1] == "<" and part[-1:] == ">")
    )
    if kind == MISSING and len(path) > 1:
        return Problem(path, text)
    return Problem(path, text, names_itself=kind in {MISSING, UNKNOWN})


def _patched(
    base: Draft,
    strategy: str,
    future: str,
    only: Collection[LeverPlace] | None = None,
    check_: str = "",
) -> tuple[Draft, list[Problem]]:
    """Return a copy of ``base`` with the future, the strategy's ``set:`` levers and the check's applied."""
    draft = base.copied()
    places: list[Path_] = [("futures", future)] if future else []
    places += _pulled(strategy_patches(base.tree, parts_of(base.tree, strategy)), only)
    places += [("checks", check_, "set")] if check_ else []
    problems: list[Problem] = []
    for place in places:
        problems += apply_patch(draft, place, base.origins, base.at(place))
    return draft, problems


def _pulled(places: Iterable[Path_], only: Collection[LeverPlace] | None) -> list[Path_]:
    """Return the paths of ``set:`` mappings whose levers are pulled."""
    return [place for place in places if only is None or (place[1], place[2]) in only]


def _phases(
    draft: Draft,
    scenario: Scenario,
    names: list[str],
    folder: Path,
    only: Collection[LeverPlace] | None = None,
) -> tuple[tuple[Scenario, ...], list[Problem]]:
    """Return the scenario after each dated ``set`` of these strategies, in their order, and the problems.

    Dated ones build on each other in order of their dates; one that waits for a condition stands alone.
    """
    places = _pulled(strategy_patches(draft.tree, names, dated=True), only)
    levers = {place: lever for place in places if isinstance(lever := _lever_at(scenario, place), SetLever)}
    so_far, found, problems = draft, dict[Path_, Scenario](), list[Problem]()
    for place in sorted(places, key=lambda place: _date_of(levers.get(place), scenario)):
        lever = levers.get(place)
        changed = (draft if lever is None or lever.when else so_far).copied()
        broken = apply_patch(changed, place, draft.origins, changed.at(place))
        after, more = _validated(changed, folder)
        problems += broken
        problems += (
            []
            if broken
            else [Problem(_change_at(each.path, changed, draft) or place, each.text) for each in more]
        )
        if after is not None:
            found[place] = after
        so_far = so_far if lever is None or lever.when else changed
    return tuple(found[place] for place in places if place in found), problems


def _lever_at(scenario: Scenario, place: Path_) -> Lever | None:
    content = scenario.strategies.get(str(place[1]))
    return content[int(place[2])] if isinstance(content, list) else None


def _date_of(lever: SetLever | None, scenario: Scenario) -> float:
    return moment_of_when(lever.from_, scenario.start) if lever and lever.from_ else 0.0


def _problems_of_changes(base: Draft, folder: Path, *, sound: bool, unsure: bool) -> list[Problem]:
    """Try every strategy and every future; return what they break, located at the change.

    Where the base itself is not ``sound``, only the changed values themselves are looked at; where whole
    sections of it are ``unsure``, neither their paths nor the names they use.
    """
    tries = [(name, "", "") for name in _names(base.tree, "strategies")]
    tries += [("", name, "") for name in _names(base.tree, "futures")]
    tries += [("", "", name) for name in _names(base.tree, "checks")]
    problems: list[Problem] = []
    elsewhere: dict[Problem, str] = {}
    drafts = [(*each, *_patched(base, *each[:2], check_=each[2])) for each in tries]
    drafts += [("", words, "", draft, found) for words, draft, found in at_uncertain_values(base)]
    for strategy, future, check_, draft, found in drafts:
        problems += [] if unsure else found
        dated = strategy_patches(base.tree, parts_of(base.tree, strategy), dated=True) if strategy else []
        if draft.tree == base.tree and not dated:
            continue
        under, broken = _validated(draft, folder)
        broken = [problem for problem in broken if not (check_ and _is_wanted(problem))]
        if sound and under is not None and not broken and strategy:
            problems += _phases(draft, under, parts_of(base.tree, strategy), folder)[1]
        for problem in broken:
            place = _change_at(problem.path, draft, base)
            if place and (sound or _is_own(problem, draft, unsure=unsure)):
                problems.append(Problem(place, problem.text, problem.names_itself, origin=problem.origin))
            elif sound:
                elsewhere.setdefault(problem, strategy or future or check_)
    return problems + [
        replace(problem, text=f"under '{name}', {problem.text}") for problem, name in elsewhere.items()
    ]


def _is_wanted(problem: Problem) -> bool:
    """True for what is a mistake in a strategy, and may be what a reality check is about."""
    return problem.text.startswith(NOBODY_MAY_DO)


def _is_own(problem: Problem, draft: Draft, *, unsure: bool) -> bool:
    """True for the mistake of a value that a change has put there, whatever else is wrong with the file."""
    in_itself = problem.path[:1] in CHANGES  # told with the file
    return problem.path in draft.origins and not in_itself and not (unsure and problem.missing)


def _change_at(path: Path_, draft: Draft, base: Draft) -> Path_:
    """Return where the change stands that put a value at ``path`` of the draft; nothing if none did."""
    while path and path not in draft.origins:
        path = path[:-1]
    origin = draft.origins.get(path)
    places = [place for place, there in base.origins.items() if there == origin]
    place = max(places, key=len, default=())
    return place if place[:1] in CHANGES else ()


def _names(tree: Tree, section: str) -> list[str]:
    content = tree.get(section)
    return list(content) if isinstance(content, dict) else []


def _levers(
    scenario: Scenario, names: Iterable[str], only: Collection[LeverPlace] | None = None
) -> tuple[Lever, ...]:
    """Return the levers that act while the scenario runs, or cost something; other ``set`` ones hold."""
    levers: list[Lever] = []
    for name in names:
        content = scenario.strategies.get(name)
        for place, lever in enumerate(content if isinstance(content, list) else ()):
            runs = not isinstance(lever, SetLever) or lever.is_dated or lever.price > 0.0
            if runs and (only is None or (name, place) in only):
                levers.append(lever)
    return tuple(levers)


def _known(name: str, known: tuple[str, ...], what: str) -> None:
    if name in known:
        return
    guess = nearest(name, known)
    if guess:
        hint = f"did you mean '{guess}'?"
    else:
        hint = f"the scenario has {', '.join(known)}" if known else f"the scenario has no {what}s"
    raise UsageError(f"unknown {what} '{name}'; {hint}")
