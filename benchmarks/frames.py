"""What a frame of the live stage costs the server, without Streamlit: visitors who each train something of their own.

Three players with weights of their own get a chunk of frames in turn on one thread, as visitors do. Times are processor
time of this process, so that other work on the machine counts little; the fastest chunk counts. The parts are measured
beside it, on the same training.

Run it with ``python -m benchmarks.frames``; ``--quick`` measures one short round.
"""

import argparse
from itertools import pairwise
from time import process_time

from nnviz.experiments import RunSettings, advance
from nnviz.stage.pacing import WHOLE, Thinning
from nnviz.stage.packing import frame_fields, packed_once
from nnviz.stage.requests import Command, Need
from nnviz.stage.run_player import RunPlayer
from nnviz.stage.shared_frames import SharedFrames

NETWORKS = {"2-4-2-1": ("4:tanh", "2:tanh"), "2-8x6-1": ("8:tanh",) * 6}
THINNINGS = (WHOLE, Thinning(3, 1), Thinning(3, 3))
PLAYERS = 3
PARTS = ("training", "evaluating", "the rest of it", "packing")


class Visits:
    """Players that each train weights of their own.

    Parameters
    ----------
    hidden : tuple of str
    thinning : Thinning
        As of `Player.next_message`.
    """

    def __init__(self, hidden: tuple[str, ...], thinning: Thinning) -> None:
        self.thinning = thinning
        shared = SharedFrames()
        self.players = [
            RunPlayer(RunSettings().changed(hidden=hidden, seed=seed), shared=shared) for seed in range(PLAYERS)
        ]
        for player in self.players:
            player.next_message(thinning)  # the scene
            player.carry_out(Command("play", 0.0, 0, 1))
        self.milliseconds(3)  # chunks begin short and grow

    @property
    def steps(self) -> int:
        """Steps from one frame to the next."""
        player = self.players[0]
        return player.pacing.thinned(self.thinning).stops[player.speed].steps(player.run.batches.per_epoch)

    def milliseconds(self, chunks: int) -> float:
        """Make so many chunks for each player, and return what a frame took in the fastest."""
        best = float("inf")
        for _ in range(chunks):
            for player in self.players:
                before, began = player.newest, process_time()
                player.need(Need(player.ahead.camera.scene.id, before, before, 0))
                player.next_message(self.thinning)
                best = min(best, (process_time() - began) * self.steps / (player.newest - before))
        return 1000.0 * best

    def parts(self, frames: int) -> list[float]:
        """Make frames outside of the players' chunks, and return the milliseconds of each part."""
        spent = [0.0] * len(PARTS)
        for player in self.players:
            run, camera = player.run, player.ahead.camera
            for _ in range(frames):
                clock = [process_time()]
                run = advance(run, self.steps)
                clock.append(process_time())
                run.evaluation  # noqa: B018 - computed once for a moment, where it is asked for first
                clock.append(process_time())
                frame = camera.frame(run, self.thinning != WHOLE)
                clock.append(process_time())
                packed_once(frame, frame_fields)
                clock.append(process_time())
                spent = [
                    total + later - earlier for total, (earlier, later) in zip(spent, pairwise(clock), strict=True)
                ]
        return [1000.0 * total / (frames * PLAYERS) for total in spent]


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    rounds, chunks, frames = (1, 1, 5) if parser.parse_args().quick else (20, 12, 5)
    print(f"| network | 1 in | ms a frame | of it {' | '.join(PARTS)} | messages |")
    for name, hidden in NETWORKS.items():
        for thinning in THINNINGS:
            visits = Visits(hidden, thinning)
            whole = visits.milliseconds(chunks)
            parts = [min(each) for each in zip(*(visits.parts(frames) for _ in range(rounds)), strict=True)]
            told = [f"{value:.2f}" for value in (whole, *parts, whole - sum(parts))]
            print(f"| {name}, {visits.steps} steps | {thinning.frames} | {' | '.join(told)} |")


if __name__ == "__main__":
    main()
