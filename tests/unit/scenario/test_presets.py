"""Presets: published values, with source and grade."""

import re
from collections import Counter
from pathlib import Path

import pytest

import sim.scenario.presets as package
from sim.errors import ScenarioError, UsageError
from sim.scenario.load import load_scenario
from sim.scenario.presets import (
    behaviour_preset,
    presets_of,
    role_rate,
)
from sim.scenario.quantities import DistributionKind, RateRange
from sim.scenario.reading.yaml_text import read_own_yaml, read_yaml
from sim.scenario.schema import Behaviour

TEXT = """\
scenario: Agency
run_length: 52 weeks
task_types:
  article: {arrivals: 5 per week, route: [draft]}
steps:
  draft: {service_time: 5 h, done_by: [freelance]}
freelancers:
  freelance: {role: content_writer, seats: 1}
"""
PUBLISHED = {
    "social_media_manager": (14, 35),
    "social_media_ad_specialist": (15, 40),
    "online_ad_specialist": (15, 40),
    "youtube_channel_manager": (45, 59),
    "instagram_marketing_specialist": (20, 26),
    "tiktok_marketing_consultant": (20, 26),
    "pinterest_marketing_specialist": (20, 26),
    "linkedin_profile_consultant": (20, 26),
    "content_writer": (15, 40),
    "copywriter": (19, 45),
    "blogger": (15, 35),
    "podcast_producer": (30, 30),
    "ebook_writer": (18, 40),
    "voice_over_artist": (16, 24),
    "web_designer": (15, 30),
    "graphic_designer": (15, 35),
    "product_photographer": (15, 37),
    "video_editor": (15, 30),
    "public_relations_consultant": (25, 32),
    "brand_strategist": (29, 36),
    "personal_branding_consultant": (50, 98),
    "seo_consultant": (15, 32),
    "email_marketing_specialist": (15, 40),
    "marketing_automation_specialist": (25, 31),
    "crm_specialist": (34, 34),
}
"""The published table of 25 roles [USD/h]."""


def load(folder: Path, text: str = TEXT):
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return load_scenario(folder)


def test_every_published_role_has_its_rates() -> None:
    assert {role: role_rate(role) for role in presets_of("roles")} == {
        role: RateRange(low, high) for role, (low, high) in PUBLISHED.items()
    }


def test_rates_have_the_published_averages() -> None:
    """Average low 21.40, average high 37.08 over the 25 roles."""
    rates = [role_rate(role) for role in presets_of("roles")]

    assert sum(rate.low for rate in rates) / len(rates) == pytest.approx(21.40)
    assert sum(rate.high for rate in rates) / len(rates) == pytest.approx(37.08)


def test_kinds_of_rates_are_kept_apart() -> None:
    rates = [values["rate"] for values in presets_of("roles").values()]

    assert Counter(rate.kind for rate in rates) == {
        "platform range": 14,
        "salary equivalent": 10,
        "salary average": 1,
    }
    assert all(("Salary.com" in rate.source) == (rate.kind == "salary equivalent") for rate in rates)


def test_behaviour_off_is_neutral_and_a_living_organisation_says_every_parameter() -> None:
    """But what a hire costs, which depends on the currency; it says all that knowledge work does."""
    preset, living = behaviour_preset("knowledge-work"), behaviour_preset("living-organisation")

    assert behaviour_preset("off") == Behaviour()
    assert living.model_fields_set == set(Behaviour.model_fields) - {"hiring_cost"}
    own = living.model_dump() | {"preset": "knowledge-work"}
    assert {key: own[key] for key in preset.model_fields_set} == {
        key: getattr(preset, key) for key in preset.model_fields_set
    }
    assert (preset.speed_slope, preset.reference_match, preset.quality_slope) == (2.5, 0.62, 6)
    assert (preset.reliance, preset.overhead, preset.preset) == (0.38, 0.33, "knowledge-work")


def test_speed_slope_gives_the_spread_of_speed_behind_the_gains_by_quintile() -> None:
    """sd(ln rate) = slope x spread of skill = 0.25 at 0.10."""
    assert behaviour_preset("knowledge-work").speed_slope * 0.10 == pytest.approx(0.25)


def test_an_unknown_preset_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'content_writer'"):
        role_rate("content_writers")
    with pytest.raises(UsageError, match="knowledge-work"):
        behaviour_preset("agile")


def test_a_role_supplies_the_rate_with_its_origin_and_leaves_the_market_neutral(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    freelance = loaded.scenario.freelancers["freelance"]

    assert freelance.rate == RateRange(15, 40)
    assert (freelance.fill_probability, freelance.client_fee, freelance.search_delay.mean) == (1, 0, 0)
    assert loaded.origins["freelancers", "freelance", "rate"].file.endswith("presets/roles.yaml")


def test_a_stated_value_wins_over_the_preset(tmp_path: Path) -> None:
    text = TEXT.replace("seats: 1", "seats: 1, rate: 60 USD/h, market: upwork, client_fee: 8 %")

    freelance = load(tmp_path, text).scenario.freelancers["freelance"]

    assert (freelance.rate, freelance.client_fee) == (RateRange(60, 60), 0.08)
    assert freelance.fill_probability == 0.38


def test_a_market_supplies_delay_chance_and_fee(tmp_path: Path) -> None:
    """The delay is a lognormal with a median of 5 days."""
    freelance = load(tmp_path, TEXT.replace("seats: 1", "seats: 1, market: upwork")).scenario.freelancers[
        "freelance"
    ]

    delay = freelance.search_delay
    assert (freelance.fill_probability, freelance.client_fee) == (0.38, 0.05)
    assert delay.kind is DistributionKind.LOGNORMAL
    assert delay.mean / (1 + delay.cv**2) ** 0.5 / 24 == pytest.approx(5, abs=0.05)


def test_behaviour_may_start_from_a_preset_and_change_some_values(tmp_path: Path) -> None:
    mixed = load(tmp_path, TEXT + "behaviour: {preset: knowledge-work, reliance: 60 %}\n").scenario.behaviour
    whole = load(tmp_path, TEXT + "behaviour: knowledge-work\n").scenario.behaviour

    assert whole == behaviour_preset("knowledge-work")
    assert isinstance(mixed, Behaviour)
    assert mixed == whole.model_copy(update={"reliance": 0.6})


def test_several_presets_of_behaviour_together(tmp_path: Path) -> None:
    short = load(tmp_path, TEXT + "behaviour: [knowledge-work, learning]\n").scenario.behaviour
    long = load(tmp_path, TEXT + "behaviour: {preset: [knowledge-work, learning], reliance: 60 %}\n").scenario

    assert short == behaviour_preset(["knowledge-work", "learning"])
    assert isinstance(short, Behaviour)
    assert (short.reliance, short.learning_time, short.turnover) == (0.38, 870.0, 0.0)
    assert long.behaviour == short.model_copy(update={"reliance": 0.6})


def test_all_presets_of_behaviour_together_are_a_living_organisation() -> None:
    parts = [name for name in presets_of("behaviour") if name != "living-organisation"]
    whole, living = behaviour_preset(parts), behaviour_preset("living-organisation")

    assert whole.model_copy(update={"preset": "off"}) == living.model_copy(update={"preset": "off"})


WORK = """\
scenario: Desk
run_length: 8 weeks
task_types: {chat: {arrivals: 60 per week, route: [answer]}}
steps:
  answer: {service_time: 1 h, done_by: [agents], assisted_by: bot, skills: {support: 100 %}, work: support}
people: {agents: {headcount: 3, skills: {support: 0.62}}}
tools: {bot: {}}
"""


def test_a_kind_of_work_fills_in_what_a_step_and_its_tool_leave_out(tmp_path: Path) -> None:
    loaded = load(tmp_path, WORK)
    step, bot = loaded.scenario.steps["answer"], loaded.scenario.tools["bot"]

    assert (step.exposure, step.reliance, step.overhead, step.standard) == (1.0, 0.38, 0.66, 0.5)
    assert (step.difficulty.mean, bot.capability) == (0.18, {"support": 0.7})
    assert loaded.origins["tools", "bot", "capability", "support"].file.endswith("presets/work.yaml")


def test_what_a_step_or_a_tool_states_wins_over_the_kind_of_work(tmp_path: Path) -> None:
    text = WORK.replace("work: support", "work: support, overhead: 20 %").replace(
        "bot: {}", "bot: {capability: {support: 0.8}}"
    )
    scenario = load(tmp_path, text).scenario

    assert (scenario.steps["answer"].overhead, scenario.steps["answer"].reliance) == (0.2, 0.38)
    assert scenario.tools["bot"].capability == {"support": 0.8}


def test_without_a_tool_a_kind_of_work_says_nothing_about_one(tmp_path: Path) -> None:
    text = WORK.replace("assisted_by: bot, ", "").replace("tools: {bot: {}}\n", "")
    step = load(tmp_path, text).scenario.steps["answer"]

    assert (step.exposure, step.reliance, step.overhead, step.standard) == (0.0, None, None, 0.5)


def test_a_strategy_may_bring_the_tool_or_change_the_kind_of_work(tmp_path: Path) -> None:
    text = WORK.replace("assisted_by: bot, ", "") + (
        "strategies:\n"
        "  tool: [{set: {steps.answer.assisted_by: bot}}]\n"
        "  other: [{set: {steps.answer.assisted_by: bot, steps.answer.work: writing}}]\n"
    )
    loaded = load(tmp_path, text)

    assert loaded.under("tool").scenario.steps["answer"].reliance == 0.38
    other = loaded.under("other").scenario
    assert (other.steps["answer"].reliance, other.tools["bot"].capability) == (0.6, {"support": 0.78})


def test_a_tool_that_works_alone_gets_its_capability_from_the_kind_of_work(tmp_path: Path) -> None:
    text = WORK.replace("done_by: [agents], assisted_by: bot", "done_by: [bot]").replace(
        "work: support", "work: data-alone"
    )
    assert load(tmp_path, text).scenario.tools["bot"].capability == {"support": 0.53}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("work: support", "work: suport", "there is no kind of work of this name; did you mean 'support'?"),
        ("work: support", "work: peer-review", "peer-review is a kind of review; add 'reviews:'"),
        (
            "headcount: 3",
            "headcount: 3, occupation: clark",
            "there is no occupation of this name; did you mean",
        ),
        (
            "people:",
            "  more: {service_time: 1 h, done_by: [agents], assisted_by: bot, skills: {support: 100 %}, "
            "work: writing}\npeople:",
            "two kinds of work differ in what bot can do in support; state it: "
            "'tools.bot.capability: {support: 0.78}', or name the skills apart",
        ),
    ],
)
def test_mistakes_with_kinds_of_work(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(told)):
        load(tmp_path, WORK.replace(old, new))


def test_an_occupation_says_how_long_newcomers_take_and_how_many_leave(tmp_path: Path) -> None:
    text = WORK.replace("headcount: 3", "headcount: 3, occupation: customer-service, turnover: 30 %")
    agents = load(tmp_path, text).scenario.people["agents"]

    assert (agents.ramp_time, agents.turnover) == (12 * 168.0, 0.3)


def test_raw_and_causal_figures_of_demand_are_never_mixed(tmp_path: Path) -> None:
    raw = "seats: 1, demand: [{from: week 3, shock: writing}, {from: week 9, shock: translation}]"
    mixed = raw.replace("translation", "image_controlled")

    load(tmp_path, TEXT.replace("seats: 1", raw))
    told = "it is an effect against a control group, and 'writing' is not; keep to one sort of figure"
    with pytest.raises(ScenarioError, match=told):
        load(tmp_path, TEXT.replace("seats: 1", mixed))


def test_a_strategy_may_change_a_preset(tmp_path: Path) -> None:
    text = TEXT + (
        "behaviour: knowledge-work\n"
        "strategies:\n"
        "  rely: [{set: {behaviour.reliance: 60 %}}]\n"
        "  off: [{set: {behaviour: off}}]\n"
        "  web: [{set: {freelancers.freelance.role: web_designer}}]\n"
    )
    loaded = load(tmp_path, text)

    assert loaded.under("rely").scenario.behaviour.reliance == 0.6
    assert loaded.under("rely").scenario.behaviour.speed_slope == 2.5
    assert loaded.under("off").scenario.behaviour == "off"
    assert loaded.under("web").scenario.freelancers["freelance"].rate == RateRange(15, 30)


def test_published_rates_are_refused_in_another_currency(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="'rate: 15-40 EUR/h'"):
        load(tmp_path, TEXT + "currency: EUR\n")


@pytest.mark.parametrize(
    "file", sorted(Path(package.__file__).parent.glob("*.yaml")), ids=lambda file: file.name
)
def test_both_parsers_read_the_same_in_our_own_files(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert read_own_yaml(text, file.name) == read_yaml(text, file.name)
    assert read_yaml(text, file.name).complete
