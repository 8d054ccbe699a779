"""An XES file keeps the rules of IEEE 1849-2016, and one that does not is found out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.event_log.xes_rules import broken_rules

START = '<log xes.version="1849.2016" xes.features="">\n'
CONCEPT = '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>\n'
CLASSIFIER = '<classifier name="Activity" scope="event" keys="concept:name"/>\n'
ATTEMPT = '<int key="attempt" value="1"/>'
TRANSITION = 'key="lifecycle:transition" value='
STARTS = f'{TRANSITION}"start"/>'
MOMENT = '<date key="time:timestamp" value="'
DAMAGES = {
    "a tag that is not closed": ("</log>", ""),
    "a version that is no number": ('"1849.2016"', '"1849-2016"'),
    "a namespace that its schema does not have": (START, START.replace(">", ' xmlns="http://x/">')),
    "an extension that is not declared": (CONCEPT, ""),
    "an extension elsewhere": ("http://www.xes-standard.org/time", "http://www.example.org/time"),
    "a classifier before a global": (CONCEPT, CONCEPT + CLASSIFIER),
    "a classifier that is no name": ('name="Task_type"', 'name="Task type"'),
    "a classifier of what is not global": ('keys="task_type"', 'keys="priority"'),
    "a key with a gap": ('key="hand_off"', 'key="hand off"'),
    "a key twice": (ATTEMPT, ATTEMPT * 2),
    "a number that is none": ('<float key="service_time" value="', '<float key="service_time" value="about '),
    "a truth that is none": ('key="rework" value="false"', 'key="rework" value="False"'),
    "a moment without a zone": ("+00:00", ""),
    "a string in place of a date": ('<date key="time:timestamp"', '<string key="time:timestamp"'),
    "a transition of another lifecycle": (STARTS, STARTS.replace("start", "begin")),
    "a visit that was never scheduled": (f'{TRANSITION}"schedule"', f'{TRANSITION}"assign"'),
    "an event before an attribute": ("<trace>", "<trace><event/>"),
    "an event in another year": (f"{STARTS}{MOMENT}2026", f"{STARTS}{MOMENT}2025"),
}


def test_a_log_keeps_the_rules(written: Callable[[str], Path]) -> None:
    assert broken_rules(written("xes")) == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_rule_is_found_out(damage: str, written: Callable[[str], Path], tmp_path: Path) -> None:
    text = written("xes").read_text(encoding="utf-8")
    right, wrong = DAMAGES[damage]
    assert right in text
    place = text.rindex(right) if damage == "a moment without a zone" else text.index(right)
    damaged = tmp_path / "damaged.xes"
    damaged.write_text(text[:place] + wrong + text[place + len(right) :], encoding="utf-8")

    assert broken_rules(damaged) != []


def test_names_come_out_as_they_are(written: Callable[[str], Path]) -> None:
    text = written("xes").read_text(encoding="utf-8")

    assert """value='Anfr&lt;a&gt;ge "x" 🚀&#10;'""" in text
    assert '''value="prü,f'en\\x07"''' in text
    assert 'value="Bü;ro: Ädä &lt;3"' in text
