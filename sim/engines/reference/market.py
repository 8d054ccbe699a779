"""The freelance market: how long a search takes, who is found, at what rate."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.engines.reference.plan import Plan
from sim.rules.luck import identity, uniform
from sim.rules.market import MOST_POSTINGS, indexed, mean_score, own_demand, signal
from sim.rules.normal import normal_quantile


@dataclass(frozen=True, slots=True)
class Found:
    """Who fills a seat, and after what time [h]."""

    word: int
    waited: float


class Market:
    """Postings and those who answer them."""

    def __init__(self, plan: Plan) -> None:
        model = plan.model
        self._plan = plan
        self._model = model
        self.skill_slots = [identity(model.slots.skill, int(word)) for word in model.skill_words]
        self._own: dict[int, float] = {}

    def search(
        self, pool: int, word: int, now: float, ours: int, skills: Callable[[int], list[float]]
    ) -> Found | None:
        """Return who fills a seat, posting after posting; None where nobody does within the run.

        Args:
            pool: the freelancers.
            word: of the seat; the first who is found has it.
            now: when the search begins [h].
            ours: how many of them work here already [persons].
            skills: gives the levels of a person's skills by his word.
        """
        pools, slots = self._model.pools, self._model.slots
        delay = self._plan.draw(int(pools.search_delay[pool]), slots.search)
        fills, stays_away = float(pools.fill_probability[pool]), float(pools.no_show[pool])
        slower = indexed(1.0, self._own_demand(pool, ours, now), float(pools.delay_elasticity[pool]))
        waited, found = 0.0, 0
        for posting in range(MOST_POSTINGS):
            if fills <= 0.0 or waited > self._model.horizon:
                return None
            waited += delay.of(word, posting) * slower * self._state(pool, now + waited)[1]
            if uniform(word, slots.fill, posting) >= fills:
                continue
            chosen = self._best(pool, word, found)
            found += 1
            if not self._passes_trial(pool, skills(chosen)):
                continue
            if stays_away > 0.0 and uniform(word, slots.turn_up, posting) < stays_away:
                continue
            return Found(chosen, waited)
        return None

    def rate_factor(self, pool: int, ours: int, now: float) -> float:
        """Return the rate of who begins now, over that of the start [factor].

        Args:
            pool: the freelancers.
            ours: how many of them work here already [persons].
            now: the moment [h].
        """
        elasticity = float(self._model.pools.rate_elasticity[pool])
        return indexed(self._state(pool, now)[0], self._own_demand(pool, ours, now), elasticity)

    def _own_demand(self, pool: int, ours: int, now: float) -> float:
        """Return the demand of a market over the demand without us; with its loop off as it was [factor]."""
        if now < self._plan.off_from["market-price"]:
            self._own[pool] = own_demand(ours, float(self._model.pools.depth[pool]))
        return self._own.get(pool, 1.0)

    def _state(self, pool: int, now: float) -> tuple[float, float]:
        """Return rates and delays over those of the start [factor]."""
        pools = self._model.pools
        row, last = int(pools.market_first[pool]), int(pools.market_first[pool + 1]) - 1
        while row < last and pools.market_from[row + 1] <= now:
            row += 1
        return float(pools.market_rate[row]), float(pools.market_delay[row])

    def _best(self, pool: int, word: int, search: int) -> int:
        """Return the word of the applicant who looks best."""
        count = int(self._model.pools.candidates[pool])
        applicants = [self._applicant(word, search * count + place) for place in range(count)]
        if count == 1:
            return applicants[0]
        return max(applicants, key=lambda applicant: self._seen(pool, applicant))

    def _applicant(self, word: int, number: int) -> int:
        """Return the word of an applicant; the first is whom the seat itself stands for."""
        return word if number == 0 else identity(identity(word, self._model.slots.candidate), number)

    def _seen(self, pool: int, applicant: int) -> float:
        """Return how good an applicant looks: his mean skill as a score, seen through noise."""
        total, count = 0.0, 0
        for slot, varies in zip(self.skill_slots, self._varies(pool), strict=True):
            if varies:
                total += normal_quantile(uniform(applicant, slot, 0))
                count += 1
        noise = normal_quantile(uniform(applicant, self._model.slots.look, 0))
        return signal(mean_score(total, count), noise, float(self._model.pools.matching[pool]))

    def _passes_trial(self, pool: int, levels: list[float]) -> bool:
        """Return whether somebody is good enough, on average over the skills that vary on the market."""
        least = float(self._model.pools.least_skill[pool])
        if least <= 0.0:
            return True
        total, count = 0.0, 0
        for level, varies in zip(levels, self._varies(pool), strict=True):
            if varies:
                total += level
                count += 1
        return total >= least * count

    def _varies(self, pool: int) -> list[bool]:
        seat = int(self._model.actors.pool.searchsorted(pool))
        varies: list[bool] = (self._model.actors.skill_sd[seat] > 0.0).tolist()
        return varies
