"""How much a hall takes: enough for the largest lecture, and an end for whoever sends more."""

ROOMS = 100
"""Rooms at once."""

VOTERS = 3000
"""Phones in a room."""

STEPS = 200
"""Steps of a room whose rounds are kept."""

ROUNDS = 6
"""Rounds of a step."""

LEAST_OPTIONS, MOST_OPTIONS = 2, 6

NAME, TITLE, ADDRESS, QUESTION, OPTION, WHY, VALUE = 80, 200, 8000, 600, 200, 1200, 200
"""Characters of a lesson's or a step's name, of a title, of an address, and of what phones show."""

SECONDS = 3600
"""How long a round may be timed to stay open."""

BODY = 16_384
"""Bytes of a request."""

UNUSED = 2 * 3600.0
"""Seconds after which a room that nobody uses is forgotten: no lecturer's step, no vote, no new phone."""

EMPTY = 600.0
"""Seconds after which a room without phones makes way for a new one, where there are too many."""

PRESENT = 600.0
"""Seconds since a phone was last heard of, for it to count as present."""

ASK_AGAIN = 2.0
"""Seconds from one look of a phone at the room to the next."""

LOOKS = 200
"""Looks a second that all phones of a room take together: in a large hall each looks less often."""
