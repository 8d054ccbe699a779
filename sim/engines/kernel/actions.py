"""What the agenda can hold: the actions that events bring about, and one another.

The subject of each is named last.
"""

BEGIN = 0
"""An actor begins the visit that he has taken; actor."""
SUBMIT = 1
"""A token asks for a visit; token."""
RELEASE = 2
"""An actor takes what waits, or is idle; actor."""
OFFER = 3
"""What waits in the queues that stand in ``offered`` goes to idle actors."""
SETTLE = 4
"""Places that have become free in columns are offered."""
HAND_ON = 5
"""A token goes on after a visit; token."""
PROCEED = 6
"""A token follows its route to the next visit, join or end; token."""
DELIVER = 7
"""A token's task goes out; token."""
OPEN_DOOR = 8
"""Those who wait at the door come in, as far as there is room."""
COME = 9
"""The rest of a batch comes in; type."""
DISMISS = 10
"""Somebody who is to leave goes, if he has nothing in hand; actor."""
RETIRE = 11
"""An actor goes; actor."""
EMPTY = 12
"""What waits in a queue whose actors are gone is submitted anew; queue."""
REGROUP = 13
"""Newcomers and mentors of the pool that shows a pool's newcomers round are counted anew; pool."""
DISMISS_ALL = 14
"""All whose seats a lever has opened are dismissed; lever."""
PRESS = 15
"""A week is decided, pool by pool; pool."""
QUITS = 16
"""People of the pool that ``decides`` may quit, one by one; actor."""
LOOK = 17
"""Levers that wait for a condition are looked at."""
ADJUST = 18
"""Rules that open and close seats look at their conditions, one by one; place in their order."""
MOVE_SEATS = 19
"""A rule opens or closes seats, one by one, down or up to what it wants; lever."""
ACT = 20
"""A lever acts; lever."""
ROUSE = 21
"""What waits is offered to everybody."""
GO_ON = 22
"""A lever that takes time does what is due; lever."""
START = 23
"""Those who are there from the start come in, one by one, then open seats are posted; place."""
OPEN_CALENDARS = 24
"""Calendars begin, and sources."""
POST = 25
"""Somebody is looked for who fills a seat; actor."""
OPEN_TASKS = 26
"""Tasks that are open at the start come in, one by one; row of the snapshot."""
