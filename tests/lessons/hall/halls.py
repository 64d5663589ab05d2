"""A hall with a clock that only a test moves, a room in it, and phones."""

from dataclasses import dataclass, field

from nnviz.lessons.hall.hall import Hall
from nnviz.lessons.hall.records import LecturersStep, OpenedRoom, RoomState

QUESTION = LecturersStep(
    "why-sigmoid", "playground?hidden=4:sigmoid", "Which learns first?", ("ReLU", "sigmoid", "both")
)


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def phone(number: int) -> str:
    """Return the random id of a phone."""
    return f"phone-{number:016d}"


@dataclass
class Lecture:
    """A hall, and a lecturer who has opened a room in it."""

    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.hall = Hall(self.clock)
        self.opened: OpenedRoom = self.hall.open_room("depth", "Why depth")
        self.room, self.token = self.opened.room, self.opened.token

    def show(self, step: LecturersStep = QUESTION) -> RoomState:
        """Go to a step."""
        return self.hall.show_step(self.room, self.token, step)

    def open(self, seconds: int | None = None) -> RoomState:
        """Open a round."""
        return self.hall.open_round(self.room, self.token, seconds)

    def close(self) -> RoomState:
        """Close it."""
        return self.hall.close_round(self.room, self.token)

    def vote(self, number: int, option: int) -> RoomState:
        """Have a phone vote."""
        return self.hall.vote(self.room, phone(number), option)

    def arrive(self, number: int) -> None:
        """Have a phone open its page and look again, so that it counts."""
        self.hall.arrive(self.room, phone(number))
        self.hall.state(self.room, phone(number))

    @property
    def state(self) -> RoomState:
        """What anybody may know."""
        return self.hall.state(self.room)
