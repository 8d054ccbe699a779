"""The freelance market: how long a search takes, who is found, at what rate."""

from math import inf

from sim.engines.kernel import at
from sim.engines.kernel.compiling import operation
from sim.engines.kernel.luck import draw, member, score, value
from sim.engines.kernel.memory import Row, World
from sim.rules.market import MOST_POSTINGS, indexed, market_rate, mean_score, own_demand, signal
from sim.rules.reliance import clipped


@operation
def level_of(w: World, seat: int, word: int, number: int) -> float:
    """Return a skill of a person who fills a seat: normal over the pool, within 0 and 1."""
    s = at.seat_skills(w, seat * w.skill_count + number)
    if s.sd > 0.0:
        return clipped(s.mean + s.sd * score(word, at.skills(w, number).slot, 0), 0.0, 1.0)
    return s.mean


@operation
def rate_of(w: World, seat: int, word: int) -> float:
    """Return the rate of a person who fills a seat [currency/h]."""
    s = at.seats(w, seat)
    if s.rate_high <= s.rate_low:
        return s.rate_low
    return market_rate(s.rate_low, s.rate_high, score(word, w.slot_rate, 0))


@operation
def _row_at(w: World, pool: Row, now: float) -> int:
    """Return the row that says what a market is at a moment."""
    row = pool.market_first
    while row < pool.market_last - 1 and at.market(w, row + 1).since <= now:
        row += 1
    return row


@operation
def _own_demand(w: World, pool: Row) -> float:
    """Return the demand of a market over the demand without us; with its loop off as it was [factor]."""
    if w.now < w.off_market_price:
        pool.own_demand = own_demand(float(pool.present), pool.depth)
    return pool.own_demand


@operation
def rate_factor(w: World, number: int) -> float:
    """Return the rate of who begins now, over that of the start [factor]."""
    pool = at.pools(w, number)
    rate = at.market(w, _row_at(w, pool, w.now)).rate
    return indexed(rate, _own_demand(w, pool), pool.rate_elasticity)


@operation
def _applicant(w: World, word: int, number: int) -> int:
    """Return the word of an applicant; the first is whom the seat itself stands for."""
    return word if number == 0 else member(member(word, w.slot_candidate), number)


@operation
def _looks(w: World, pool: Row, word: int) -> float:
    """Return how good an applicant looks: his mean skill as a score, seen through noise."""
    total, count = 0.0, 0
    for number in range(w.skill_count):
        if at.seat_skills(w, pool.first_seat * w.skill_count + number).sd > 0.0:
            total += score(word, at.skills(w, number).slot, 0)
            count += 1
    return signal(mean_score(total, count), score(word, w.slot_look, 0), pool.matching)


@operation
def _best_applicant(w: World, pool: Row, word: int, search: int) -> int:
    """Return the word of the applicant who looks best, the first one among equals."""
    best = _applicant(w, word, search * pool.candidates)
    if pool.candidates == 1:
        return best
    highest = _looks(w, pool, best)
    for place in range(1, pool.candidates):
        other = _applicant(w, word, search * pool.candidates + place)
        look = _looks(w, pool, other)
        if look > highest:
            best, highest = other, look
    return best


@operation
def _passes_trial(w: World, pool: Row, seat: int, word: int) -> bool:
    """Return whether somebody is good enough, on average over the skills that vary on the market."""
    if pool.least_skill <= 0.0:
        return True
    total, count = 0.0, 0
    for number in range(w.skill_count):
        if at.seat_skills(w, pool.first_seat * w.skill_count + number).sd > 0.0:
            total += level_of(w, seat, word, number)
            count += 1
    return total >= pool.least_skill * count


@operation
def search(w: World, actor: int) -> float:
    """Return the time until a seat is filled, and let whoever fills it be its actor; infinity: never [h]."""
    a = at.actors(w, actor)
    pool = at.pools(w, a.pool)
    word = a.word
    slower = indexed(1.0, _own_demand(w, pool), pool.delay_elasticity)
    waited, found = 0.0, 0
    for posting in range(MOST_POSTINGS):
        if pool.fill_probability <= 0.0 or waited > w.horizon:
            return inf
        state = at.market(w, _row_at(w, pool, w.now + waited))
        waited += value(w, pool.search_delay, word, w.slot_search, posting) * slower * state.delay
        if draw(word, w.slot_fill, posting) >= pool.fill_probability:
            continue
        chosen = _best_applicant(w, pool, word, found)
        found += 1
        if not _passes_trial(w, pool, a.like, chosen):
            continue
        if pool.no_show > 0.0 and draw(word, w.slot_turn_up, posting) < pool.no_show:
            continue
        if chosen != a.word:
            become(w, actor, chosen)
        return waited
    return inf


@operation
def become(w: World, actor: int, word: int) -> None:
    """Let an actor be the person of a word: his skills and his rate."""
    a = at.actors(w, actor)
    a.word = word
    a.rate = rate_of(w, a.like, word)
    for number in range(w.skill_count):
        level = at.levels(w, actor * w.skill_count + number)
        level.skill = level.base = level.top = level_of(w, a.like, word, number)
        level.practised_at = 0.0
