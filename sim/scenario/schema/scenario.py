"""The whole file: one organisation, one environment, one horizon, and the strategies to compare."""

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, Tag

from sim.scenario.notation.kinds import Day, Duration
from sim.scenario.schema.actors import Freelancers, People, Tool
from sim.scenario.schema.base import AtLeastOne, Discipline, Name, Strict, forms
from sim.scenario.schema.behaviour import (
    Behaviour,
    BehaviourPreset,
    BehaviourPresets,
    LoopSwitch,
)
from sim.scenario.schema.comparison import Compare
from sim.scenario.schema.demand import TaskType
from sim.scenario.schema.levers import Combine, Lever, _each_lever_whole
from sim.scenario.schema.reality import RealityCheck
from sim.scenario.schema.steps import HandOff, Step
from sim.scenario.schema.uncertainty import Uncertainty, range_alone

TERMINATING: Literal["terminating"] = "terminating"
STEADY_STATE = "steady state"


class Scenario(Strict):
    """One organisation, one environment, one horizon, and the strategies to compare."""

    called = "a scenario"

    scenario: Annotated[str, Field(min_length=1, examples=["Content agency"])]
    """Name of the scenario."""
    question: str | None = None
    """The question it answers, for the report."""
    extends: str | None = None
    """Another scenario file that this one changes."""
    start: Annotated[datetime.date, Day] | None = None
    """First day; left out: some Monday."""
    run_length: Annotated[float, Duration]
    """Simulated time [h]."""
    simulation: Literal["terminating", "steady state"] = TERMINATING
    """What is to be measured: these weeks from an empty start, which is neutral, or the long run
    (`steady state`): then the weeks until the organisation has settled are found out and left out, unless
    `warm_up` says how many."""
    warm_up: Annotated[float, Duration] = 0.0
    """Initial part left out of every measure [h]."""
    snapshot: Annotated[str, Field(min_length=1, examples=["today.csv"])] | None = None
    """CSV file with the tasks that are open at the start, relative to the scenario; left out: none, and the
    organisation is empty."""
    currency: str = "USD"
    """The currency of all money in the file."""
    holidays: list[Annotated[datetime.date, Day]] = []
    """Days off for all people and freelancers."""
    queue: Discipline = "first come"
    """Order of service within a priority (first come is neutral)."""
    work_in_process_limit: AtLeastOne | None = None
    """Most tasks inside at a time; the others wait at the door [tasks]."""
    hand_off: HandOff = HandOff()
    """Cost of a change of owner, for every step that has none of its own."""
    behaviour: Annotated[
        Annotated[BehaviourPreset, Tag("<preset>")]
        | Annotated[BehaviourPresets, Tag("<presets>")]
        | Annotated[Behaviour, Tag("<values>")],
        forms(
            "behaviour is a preset or values; write 'knowledge-work', 'living-organisation', 'off' "
            "or '{reliance: 60 %}'",
            preset=str,
            presets=list,
            values=dict,
        ),
    ] = "off"
    """Parameters of the rules: a preset, several (`[knowledge-work, learning]`), a mapping, or `off`,
    which is neutral."""
    loops: LoopSwitch = LoopSwitch()
    """Feedback loops that are switched off; left out: none."""
    task_types: Annotated[
        dict[Name, TaskType],
        Field(min_length=1, examples=[{"article": {"arrivals": "60 per week", "route": ["draft"]}}]),
    ]
    """The classes of tasks that enter, by name."""
    steps: Annotated[
        dict[Name, Step],
        Field(min_length=1, examples=[{"draft": {"service_time": "5 h", "done_by": ["writers"]}}]),
    ]
    """The stages of the work, by name."""
    people: dict[Name, People] = {}
    """Pools of employees, by name."""
    tools: dict[Name, Tool] = {}
    """AI and other tools, by name."""
    freelancers: dict[Name, Freelancers] = {}
    """Freelancers, by name."""
    strategies: dict[
        Name,
        Annotated[
            Annotated[list[Lever], BeforeValidator(_each_lever_whole), Tag("<levers>")]
            | Annotated[Combine, Tag("<combine>")],
            forms(
                "a strategy is a list of levers or a combination; begin its lines with '- train:', "
                "'- upgrade:', '- hire:' or '- set:', or write 'combine: [...]'",
                levers=list,
                combine=Mapping,
            ),
        ],
    ] = {}
    """Named sets of levers over the baseline."""
    futures: dict[Name, dict[str, object]] = {}
    """Named changes that we do not control, `{task_types.article.value: 300 USD}`; chosen by `--future`.
    What a strategy sets wins over a future, so a future that is to hold for all strategies changes keys that
    none of them sets: what if the tool delivers half is `{behaviour.reliance: 20 %}` where people hand it
    40 % now, or a lower `tools.assistant.capability.writing`."""
    uncertainties: dict[Name, Annotated[Uncertainty, BeforeValidator(range_alone)]] = {}
    """What is not known of keys of this file: `{tools.assistant.capability.writing: 0.55 to 0.70}`;
    `sim compare` then draws futures from them."""
    checks: dict[Name, RealityCheck] = {}
    """What must hold of the model, tested by runs before every experiment: `no editors, nothing is delivered:
    {set: {people.editors.headcount: 0}, expect: delivered_per_week below 1 per week}`."""
    compare: Compare = Compare()
    """The baseline, the budget, and the measures that are looked at."""
