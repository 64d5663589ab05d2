"""What "Receptive field" lets a person conclude."""

from nnviz.experiments.convolution.receptive_field import field_box, gradient_at, inner_share
from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.inspection.formula import counted
from nnviz.experiments.recording.recording import Recording


def arithmetic_in_words(settings: ConvolutionSettings) -> str:
    """Return the sum that gives the size of the field, with its numbers."""
    found = field_box(settings).arithmetic
    terms = " + ".join(f"{reach}·{jump}" for reach, jump in found.terms)
    return f"1 + {terms} = {found.size}"


def conclusions(settings: ConvolutionSettings, recording: Recording) -> tuple[str, ...]:
    """Return what the topic shows for the unit of the settings.

    Parameters
    ----------
    settings : ConvolutionSettings
    recording : Recording
        Of the settings' task, as far as it has come.
    """
    box, now = field_box(settings), gradient_at(settings, recording)
    size = box.arithmetic.size
    cut = " The edge of the image cuts it off." if box.cut else ""
    told = [
        f"A unit of layer {box.layer} sees {arithmetic_in_words(settings)} rows and columns, and its neighbour the "
        f"same box {counted(box.arithmetic.jump, 'pixel')} further.{cut} Outside of the box the largest gradient is "
        f"**{now.outside:.1f}**.",
        f"Inside, {100 * inner_share(box, now.energy[0]):.0f} % of the squared gradient lies in the middle of the box, "
        f"half as high and half as wide: its standard deviation is {now.std[1]:.2f} columns, theory for weights that "
        f"matter alike says {box.arithmetic.std:.2f}, and the box has {size}.",
    ]
    if settings.field_weights == "trained":
        before = gradient_at(settings, recording, 0)
        told.append(
            f"After {recording.step} steps of training the standard deviation is {now.std[1]:.2f} columns and "
            f"{now.std[0]:.2f} rows; before, it was {before.std[1]:.2f} and {before.std[0]:.2f}."
        )
    else:
        told.append(
            "With n layers of 3 the box grows like 2n + 1, the spread only like √(2n/3): most of a deep unit's box "
            "hardly counts."
        )
    return tuple(told)
