"""Strategies are told apart by those who see fewer colours, too.

Source of the simulation: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes (2009), A Physiologically-based
Model for Simulation of Color Vision Deficiency, IEEE TVCG 15(6), tables for severity 1.0; differences in CIE
1976 L*a*b*.
"""

import itertools

import numpy as np
import pytest

from sim.report.knockout import Effect
from sim.report.loop_effects_drawing import COLOURS
from sim.report.style import BASELINE, PALETTE, colours_of

SEEN = {
    "by most": np.eye(3),
    "without red cones": [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]
    ],
    "without green cones": [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]
    ],
    "without blue cones": [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]
    ],
}  # fmt: skip
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]
]  # fmt: skip
ENOUGH = 12.0
"""Difference from which on two colours are told apart at a glance; 2.3 is just noticeable (assumed)."""
EIGHT = ["do nothing", *"abcdefg"]


@pytest.mark.parametrize("who", SEEN)
def test_any_two_of_eight_strategies_differ(who: str) -> None:
    colours = list(colours_of(EIGHT, "do nothing").values())

    assert len(set(colours)) == 8
    assert nearest(colours, who) >= ENOUGH


@pytest.mark.parametrize("who", SEEN)
def test_what_loops_raise_and_lower_has_colours_of_its_own(who: str) -> None:
    strategies = colours_of(EIGHT, "do nothing").values()
    two = (COLOURS[Effect.RAISES], COLOURS[Effect.LOWERS])

    assert nearest(list(COLOURS.values()), who) >= ENOUGH
    assert min(nearest([own, other], who) for own in two for other in strategies) >= ENOUGH


def test_a_lighter_grey_of_the_baseline_would_be_found() -> None:
    assert nearest(["#8C8C8C", *PALETTE], "without green cones") < ENOUGH
    assert BASELINE not in PALETTE


def nearest(colours: list[str], who: str) -> float:
    seen = [lab(np.clip(np.array(SEEN[who]) @ linear(colour), 0.0, 1.0)) for colour in colours]
    return min(float(np.linalg.norm(one - other)) for one, other in itertools.combinations(seen, 2))


def linear(colour: str) -> np.ndarray:
    """Linear light of an sRGB colour (IEC 61966-2-1)."""
    parts = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255.0
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """Return CIE L*a*b* of linear sRGB light under D65."""
    to_xyz = [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
    xyz = np.array(to_xyz) @ light / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16.0 / 116.0)
    return np.array([116.0 * f[1] - 16.0, 500.0 * (f[0] - f[1]), 200.0 * (f[1] - f[2])])
