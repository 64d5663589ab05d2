"""What should have been seen in "Live", with the numbers of the network on view."""

import numpy as np

from nnviz.experiments.convolution.live import AROUND, base_image, predictions, shifted, survival
from nnviz.experiments.convolution.live_settings import LiveFields
from nnviz.experiments.run.run import Run


def conclusions(settings: LiveFields, run: Run) -> tuple[str, ...]:
    """Return them.

    Parameters
    ----------
    settings : LiveFields
    run : Run
        As it is on view.
    """
    found = survival(run)
    if run.step == 0:
        return (
            f"The network is not trained yet: its {run.state.network.n_parameters:,} parameters are noise. It names "
            f"{found.unshifted:.1%} of the test digits; guessing among ten would name about 10 %.",
            "Press **Play**, wait for one or two epochs, then shift the digit and look here again.",
        )
    image = base_image(settings)
    P = predictions(run, np.stack([image, *(shifted(image, *shift) for shift in AROUND)]))
    named = P.argmax(-1)
    same = int((named[1:] == named[0]).sum())
    return (
        f"After {run.step:,} steps the network names **{found.unshifted:.1%}** of the test digits, and "
        f"**{found.mean:.1%}** of them once they are shifted by a pixel (mean over four directions).",
        f"Your image is taken for a **{named[0]}** ({P[0].max():.0%}). Of its eight shifts by one pixel, {same} "
        f"{'is' if same == 1 else 'are'} taken for the same digit.",
        "The maps of the first convolution shift with the image, pixel by pixel: a convolution is equivariant. The "
        "maps after pooling follow shifts by two pixels only, and the dense layer has a weight for each place in them.",
    )
