"""The tables of the kernel: what stands in a row of each.

Fields mean what the fields of ``sim.model.model`` and of the reference engine's state of the same name mean;
those that only the kernel has are explained here.  Flags are whole numbers, 0 or 1; a number of NONE is
nobody, nothing, nowhere.
"""

from dataclasses import fields
from typing import Any

import numpy as np

from sim.model.model import BehaviourValues, Slots, Stocks
from sim.rules.loops import LOOP_NAMES

Type = np.dtype[Any]


def _row(floats: str = "", ints: str = "", words: str = "") -> Type:
    """Return the type of a row with these fields."""
    kinds = ((floats, np.float64), (ints, np.int64), (words, np.uint64))
    return np.dtype([(name, kind) for names, kind in kinds for name in names.split()])


TABLES: dict[str, Type] = {
    # --- the model, as a strategy has it ------------------------------------------------------
    "distributions": _row("a b c mean", "kind offset size"),
    "steps": _row(
        "difficulty_mean difficulty_sd standard noise gap"
        " exposure overhead reliance discernment detection false_alarm ai_review_time"
        " rework_effort context_loss quality_loss",
        "number service transit prefer_first"
        " prefer_last skill_first skill_last reviewed_first reviewed_last"
        " first_people tool rework_limit rework_back_to end_of_shift limit",
        "service_slot transit_slot quality_slot false_alarm_slot",
    ),
    "phases": _row("", "first last limit"),
    "phase_pools": _row("overtime"),
    "phase_steps": _row(),  # as steps; see below
    "preferred": _row("", "pool"),
    "demanded": _row("weight", "skill"),
    "reviewed": _row("", "step", "slot"),
    "seats": _row("rate_low rate_high weekly_hours", "pool seat calendar lever newcomer", "word"),
    "seat_skills": _row("mean sd"),
    "skills": _row("", "", "slot"),
    "versions": _row("jaggedness speed", "stated", "word"),
    "capabilities": _row("level"),
    "topics": _row("score"),
    "users": _row("", "has_access"),
    "market": _row("since rate delay"),
    "targets": _row("share", "node"),
    "nodes": _row("chance", "kind step next branches group branch counter target_first target_last", "slot"),
    "conditions": _row("amount", "watched of above unit"),
    "snapshot": _row("share arrived_at due_at", "task_type number customer node priority"),
    "lessons": _row("gain", "skill"),
    "on_calendar": _row("", "pool"),
    # --- the model, with what happens to it ---------------------------------------------------
    "types": _row(
        "value due_hours due_working_days share0 share1 share2 lose return_chance repair_effort",
        "source rate_first rate_last every population"
        " trace_first trace_last batch only_priority topics topic_first combine"
        " route repair_route return_after customer_first customers_inside"
        " made number remaining seen seen_defective",
        "word luck",
    ),
    "pools": _row(
        "spacing client_fee fill_probability matching"
        " least_skill no_show rate_elasticity delay_elasticity depth"
        " adoption_limit first_adopted ramp_time turnover next_start"
        " wake_at adopted own_demand overtime_cap pressure"
        " overtime pace care standard switching"
        " review_care kept_by_mentors kept_by_team training_held capacity",
        "kind choose search_delay candidates guide market_first"
        " market_last team version changes queue_first queue_last"
        " first_seat last_seat calendar present open_calendars"
        " coming idle_head idle_tail newcomers",
        "word slot_adopt slot_turn",
    ),
    "pool_queues": _row("", "queue"),
    "changes": _row("since lasts dip dip_for", "version"),
    "calendars": _row("until", "first last pool_first pool_last row open seen"),
    "levers": _row(
        "moment lasts hours trainer_hours transfer fade dip dip_for budget acted_at begin taught_at spent",
        "kind when pool trainers version seats"
        " release opened phase lesson_first lesson_last seat_first seat_last"
        " stage place rule open wanted",
    ),
    "lever_seats": _row("", "actor"),
    "order_of_levers": _row("", "waiting rule taught acting"),
    "customers": _row("", "visits"),
    # --- who is there -------------------------------------------------------------------------
    "actors": _row(
        "rate posted_at joined_at left_at full_at strain felt_strain quit_strain factor effort loss"
        " thoroughness"
        " use_successes use_failures checking_successes checking_failures"
        " practised assisted owes away_since"
        " away_hours started_at requirement service_time time_factor own_match"
        " match match_loss quality ai_share needs finishes_at share_left measured_worked measured_beyond",
        "pool seat like calendar lever posted here"
        " leaving away idle idle_before idle_after token mode defective"
        " hand_off goes_on outcome stays uses",
        "word",
    ),
    "levels": _row("skill base top practised_at"),
    "attendance": _row("weeks", "enrolled"),
    "taught": _row("gain"),
    # --- what flows ---------------------------------------------------------------------------
    "tasks": _row(
        "share arrived_at due_at difficulty delivered_at quality value service_time",
        "number type arrival_number priority topic customer node"
        " parent inside defective visits reworks hand_offs after",
        "word",
    ),
    "works": _row(
        "quality effort ai_share", "made defective group branch actor reviewer attempts sent_back repair"
    ),
    "passes": _row("", "passed joined"),
    "tokens": _row(
        "asked_at ready_at share redo_share order share_left",
        "number task node owner column redos step"
        " attempt redo redo_back_to only_pool only_actor sequence priority"
        " child sibling waits asks outcome after",
    ),
    "redos": _row("share", "step back_to"),
    "findings": _row("", "found"),
    "queues": _row("", "root offered"),
    "columns": _row("", "tasks limited asked"),
    # --- what is to be done -------------------------------------------------------------------
    "heap": _row("moment", "rank what"),
    "tree": _row("moment", "winner"),
    "agenda": _row("", "action subject"),
    "freed": _row("", "step"),
    "offered": _row("", "queue"),
    "idle_words": _row("", "", "bits"),
    # --- what has happened --------------------------------------------------------------------
    "visit_log": _row(
        "asked_at ready_at started_at ended_at service_time requirement time_factor match ai_lift match_loss"
        " ai_share quality",
        "task step attempt actor mode only_pool only_actor defective outcome rework hand_off",
    ),
    "task_log": _row(
        "difficulty_score arrived_at due_at delivered_at quality value service_time",
        "task task_type number parent priority topic defective visits reworks hand_offs",
    ),
    "hours": _row("worked beyond"),
    "ratings": _row("", "count total squares"),
    "uses": _row("", "count"),
    "modes": _row("hours"),
    "task_counts": _row("", "delivered good first_pass promised kept due late hand_offs arrived repairs"),
    "week_counts": _row("", "arrivals open_tasks departures delivered good rated"),
    "window_sums": _row("", "coarse middle fine"),
    "week_sums": _row("", "coarse middle fine"),
    "samples": _row("flow_time lateness quality"),
    "absence_log": _row("since until", "actor"),
    "stock_log": _row("value", "week pool stock skill"),
}
"""By name, the type of a row."""
TABLES["phase_steps"] = TABLES["steps"]

COLUMNS = (
    "begins",
    "ends",
    "worked",
    "normal_ends",
    "rate_from",
    "rate",
    "trace",
    "working_days",
    "quantiles",
    "cuts",
    "week_ends",
    "expected_since",
    "expected_rate",
    "expected_before",
)
"""Columns of numbers that rules take whole: intervals on duty, rates, traces, quantile tables, segments,
expected arrivals."""

_NUMBERS = _row(
    "now horizon warm_up repeated_hours expected_by_wip expected_until requirements requirements_by_backlog",
    "step_count pool_count seat_count skill_count"
    " type_count counter_count lever_count calendar_count"
    " lesson_count snapshot_count discipline limit redo_room"
    " has_limits has_difficulty has_weeks has_week_events has_quality"
    " moves_skill moves_trust"
    " actor_count inside entered token_count sequence door opening someone_comes week decides stage"
    " agenda_size heap_size freed_first freed_last offered_size"
    " leaves free_task used_tasks free_token used_tokens"
    " keeps_record completed repeated sampled week_of_delivery"
    " segment segment_count span_count version_count topic_count"
    " visits_logged tasks_logged absences_logged stocks_logged"
    " waiting_levers rules taught_levers acting_levers"
    " overspent branch_count margin stock_margin unchecked"
    " poisson_arrivals arrivals_by_wip all_inside expected_row",
    "luck",
)
"""Numbers of the run that exist once; ``luck`` is the replication's word."""


def _parameters(of: type, prefix: str = "") -> list[tuple[str, type]]:
    """Return the fields of a group of the model's parameters that are single numbers."""
    kinds = {float: np.float64, int: np.uint64 if of is Slots else np.int64, bool: np.int64}
    return [(prefix + one.name, kinds[one.type]) for one in fields(of) if one.type in kinds]


def loop_field(loop: str) -> str:
    """Return the world's field that says when a loop is switched off."""
    return "off_" + loop.replace("-", "_")


WORLD: Type = np.dtype(
    [
        *((name, _NUMBERS[name]) for name in _NUMBERS.names or ()),
        *_parameters(BehaviourValues),
        *_parameters(Stocks),
        *_parameters(Slots, "slot_"),
        *((loop_field(loop), np.float64) for loop in LOOP_NAMES),
        *((name, np.uint64) for name in TABLES),
        *((name + "_room", np.int64) for name in TABLES),
        *((name, np.uint64) for name in COLUMNS),
        *((name + "_size", np.int64) for name in COLUMNS),
    ]
)
"""Numbers of the run, parameters of the rules, and where each table stands."""
