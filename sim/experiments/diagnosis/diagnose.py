"""Is it a human problem, a machine problem, or a breakdown where they interact?

The books say where hours go and defects come from.  Then the verdict is tested: each side is put to good
practice, alone, in pairs and all together, under the same luck; what that brings is the loss.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.engines import AUTO
from sim.engines.choice import choose
from sim.errors import UsageError
from sim.experiments.coalitions import Played, play, run_models
from sim.experiments.diagnosis.ideals import PARTS, Need, Part, ideal
from sim.experiments.diagnosis.loss import SIDES, Loss, losses
from sim.experiments.diagnosis.places import Place, places_of
from sim.experiments.diagnosis.remedies import Remedy, remedies_of
from sim.experiments.diagnosis.staffing import need_of
from sim.experiments.diagnosis.tally import Tally, tallies
from sim.experiments.diagnosis.together import WaysOfWorking, ways_of_working
from sim.experiments.executors import Progress
from sim.experiments.findings import Replications
from sim.experiments.replicate import check_numbers
from sim.experiments.settling import in_steady_state
from sim.experiments.trends import growing
from sim.experiments.uncertain import uncertainties_of
from sim.measures.books.causes import Side
from sim.measures.registry import measures_of
from sim.model.build import build
from sim.model.model import Floats, Model
from sim.model.names import Names
from sim.rules.calendar import WEEK
from sim.scenario.load import LoadedScenario
from sim.statistics.comparisons import simultaneous
from sim.statistics.estimate import FEWEST, Estimate, estimate

AS_IT_IS = "as it is"
SETS = 2 ** len(SIDES)
"""Sets of sides that are put right."""
Runs = dict[str, dict[str, Floats]]
"""Of each model by name, each measure by name, in each replication."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A lever that was aimed at the fault.

    Attributes:
        remedy: what it was.
        gain: what it brought of the symptom's measure, above 0 better, with an interval such that those of
            all levers hold together; None where it could not be pulled.
        cost: what it cost more in all weeks that are measured, whether paid once or week by week [currency].
    """

    remedy: Remedy
    gain: Estimate | None
    cost: Estimate | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what would help.

    Attributes:
        loss: of the symptom that is worst.
        side: to which most of it belongs.
        part: what of that side is broken most.
        gains: what each part of the side brings when it alone is put right; the intervals hold together.
        place: where it is.
        levers: what each of the three levers brought there.
    """

    loss: Loss
    side: Side
    part: Part
    gains: Mapping[str, Estimate]
    place: Place
    levers: tuple[Tried, ...]

    @property
    def best(self) -> Tried | None:
        """The lever with the largest clear gain; None where none has one."""
        clear = [each for each in self.levers if each.gain and each.gain.mean > each.gain.half_width]
        return max(clear, key=lambda each: each.gain.mean if each.gain else 0.0, default=None)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a diagnosis found.

    Attributes:
        scenario, strategy, future, currency: what was looked at.
        names: what indices stand for.
        losses: against good practice, by symptom.
        finding: the worst of what is material; None where nothing is.
        ways: human, tool and both at each step where a tool assists.
        tallies: the books of each replication.
        replications, seed, engine: what it was made with.
        weeks: that are measured.
        uncertain: inputs whose other values were not looked at.
        warnings: what a reader of the numbers should know.
    """

    scenario: str
    strategy: str
    future: str
    currency: str
    names: Names
    losses: tuple[Loss, ...]
    finding: Finding | None
    ways: tuple[WaysOfWorking, ...]
    tallies: Sequence[Tally]
    replications: int
    seed: int
    engine: str
    weeks: float
    uncertain: int
    warnings: tuple[str, ...]


def diagnose(
    loaded: LoadedScenario,
    strategy: str = "do nothing",
    *,
    replications: int = 10,
    seed: int = 1,
    engine: str = AUTO,
    jobs: int | None = None,
    future: str = "",
    progress: Progress | None = None,
) -> Diagnosis:
    """Return whether people, tools or their interplay are what is wrong, how much, where, and what helps.

    Args:
        loaded: the scenario.
        strategy: a strategy of the scenario.
        replications: runs of each set of sides that are put right, each with its own luck, at least 2.
        seed: names the luck.
        engine: name of an engine; ``auto`` takes the one that has the answer sooner.  Never changes a digit.
        jobs: processes that share the work; None is one per core.  Never changes a digit.
        future: a future of the scenario that is assumed, or ``""``.
        progress: called with how many runs of the sides are done, of how many.

    Raises:
        UsageError: an argument is wrong.
    """
    check_numbers(replications, seed)
    if replications < FEWEST:
        raise UsageError(
            f"replications = {replications}: a diagnosis rests on intervals; give {FEWEST} or more"
        )
    loaded, _ = in_steady_state(loaded, [strategy], future, engine, seed, jobs)
    model = build(loaded.under(strategy, future))
    engine = choose(engine, [model], SETS * replications, wait=True).name
    need = need_of(model, engine, seed)
    played = put_right(
        loaded,
        model,
        need,
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        progress=progress,
    )
    found = losses(played, measures_of(model.names), seed)
    books = tallies(model, engine, replications=replications, seed=seed, jobs=jobs)
    case = _Case(loaded, strategy, future, model, need, books, replications, seed, engine, jobs)
    return Diagnosis(
        scenario=loaded.scenario.scenario,
        strategy=strategy,
        future=future,
        currency=loaded.scenario.currency,
        names=model.names,
        losses=found,
        finding=case.finding(found),
        ways=ways_of_working(model, engine, replications=replications, seed=seed, jobs=jobs),
        tallies=books,
        replications=replications,
        seed=seed,
        engine=engine,
        weeks=case.weeks,
        uncertain=len(uncertainties_of(loaded)),
        warnings=_warnings(strategy, played.nobody, model),
    )


def _warnings(strategy: str, as_it_is: Replications, model: Model) -> tuple[str, ...]:
    """Return that queues keep growing, where they do: then a longer run loses more."""
    grown = growing({strategy: as_it_is}, model.warm_up, model.horizon)
    return tuple(f"{sentence}; so what is lost depends on the length of the run" for sentence in grown)


def put_right(
    loaded: LoadedScenario,
    model: Model,
    need: Need,
    *,
    replications: int,
    seed: int,
    engine: str,
    jobs: int | None,
    progress: Progress | None = None,
) -> Played:
    """Return what every set of sides gives when it is put to good practice, by their names in small letters.

    Args:
        loaded: the scenario that the model is of.
        model: the model.
        need: seats that its pools need beside their own.
        replications: runs of each set.
        seed: names the luck.
        engine: name of an engine.
        jobs: processes that share the work.
        progress: called with how many runs are done, of how many.
    """
    names = {side.name.lower(): side for side in SIDES}
    return play(
        loaded,
        list(names),
        lambda on: ideal(model, frozenset(names[name] for name in on), need),
        replications=replications,
        seed=seed,
        engine=engine,
        jobs=jobs,
        progress=progress,
    )


def worst_of(found: Sequence[Loss]) -> Loss | None:
    """Return the loss that is worst of those that are material, or None."""
    material = [loss for loss in found if loss.culprit is not None]
    return max(material, key=lambda loss: loss.severity, default=None)


@dataclass(frozen=True, slots=True)
class _Case:
    """What is known when the fault is looked for."""

    loaded: LoadedScenario
    strategy: str
    future: str
    model: Model
    need: Need
    books: Sequence[Tally]
    replications: int
    seed: int
    engine: str
    jobs: int | None

    @property
    def weeks(self) -> float:
        """Weeks that are measured."""
        return (self.model.horizon - self.model.warm_up) / WEEK

    def finding(self, found: Sequence[Loss]) -> Finding | None:
        """Return what is wrong most, or None where nothing is material."""
        worst = worst_of(found)
        if worst is None or worst.culprit is None:
            return None
        side = worst.culprit
        parts = [part for part in PARTS if part.side is side]
        models = {part.name: part.apply(self.model, self.need) for part in parts}
        runs = self._runs(self.loaded, {AS_IT_IS: self.model} | models)
        measure, sign = worst.symptom.measure, worst.symptom.sign
        gains = {
            part.name: simultaneous(sign * _more(runs, part.name, measure), len(parts)) for part in parts
        }
        part = max(parts, key=lambda each: gains[each.name].mean)
        place = self._place(part, worst, runs)
        levers = remedies_of(self.loaded, self.strategy, self.future, self.model, part, place)
        pulled = sum(each.loaded is not None for each in levers)
        tried = tuple(self._tried(each, worst, runs, pulled) for each in levers)
        return Finding(worst, side, part, gains, place, tried)

    def _place(self, part: Part, loss: Loss, runs: Runs) -> Place:
        """Return where a part is broken: of several pools that lack seats the one whose seats bring most."""
        places = places_of(self.model, part, self.books, self.need)
        if len(places) == 1:
            return places[0]
        alone = {str(place.pool): part.apply(self.model, Need({place.pool: place.seats})) for place in places}
        both = runs | self._runs(self.loaded, alone)
        gain = {
            name: loss.symptom.sign * float(_more(both, name, loss.symptom.measure).mean()) for name in alone
        }
        return max(places, key=lambda place: gain[str(place.pool)])

    def _tried(self, remedy: Remedy, loss: Loss, runs: Runs, pulled: int) -> Tried:
        """Return what a lever, one of so many, brings beside the scenario as it is."""
        if remedy.loaded is None:
            return Tried(remedy, None, None)
        model = build(remedy.loaded.under(remedy.strategy, self.future))
        both = runs | self._runs(remedy.loaded, {remedy.lever: model})
        gain = loss.symptom.sign * _more(both, remedy.lever, loss.symptom.measure)
        cost = self.weeks * _more(both, remedy.lever, "cost")
        return Tried(remedy, simultaneous(gain, pulled), estimate(cost))

    def _runs(self, loaded: LoadedScenario, models: Mapping[str, Model]) -> Runs:
        """Return each measure in each replication of each model."""
        results, _ = run_models(
            loaded,
            models,
            replications=self.replications,
            seed=self.seed,
            engine=self.engine,
            jobs=self.jobs,
        )
        return {
            name: {
                measure.name: results[name].values[:, column]
                for column, measure in enumerate(measures_of(model.names))
            }
            for name, model in models.items()
        }


def _more(runs: Runs, name: str, measure: str) -> Floats:
    """Return by how much a measure is more than as it is, replication by replication."""
    more: Floats = runs[name][measure] - runs[AS_IT_IS][measure]
    return more
