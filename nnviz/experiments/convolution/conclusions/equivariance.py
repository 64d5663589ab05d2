"""What "Equivariance" lets a person conclude."""

from nnviz.experiments.convolution.equivariance import by_shift, shift
from nnviz.experiments.convolution.equivariance_settings import EquivarianceFields


def conclusions(settings: EquivarianceFields) -> tuple[str, ...]:
    """Return what the topic shows for the image and the shift of the settings.

    Parameters
    ----------
    settings : EquivarianceFields
    """
    now, every = shift(settings), by_shift(settings)
    one, two = every.shifts.index(1), every.shifts.index(2)
    compared = int(now.convolved.compared.sum())
    told = [
        f"Shifted by {settings.shift_right} to the right and {settings.shift_down} down, the output of the convolution "
        f"differs from its shifted copy by at most **{now.convolved.largest:.3g}**, in {compared} of "
        f"{now.convolved.compared.size} places; that of the pooling by at most **{now.pooled.largest:.3g}**.",
        f"One pixel to the right: {every.convolved[one]:.3g} after the convolution, {every.pooled[one]:.3g} after the "
        f"pooling. Two: {every.convolved[two]:.3g} and {every.pooled[two]:.3g}.",
    ]
    if settings.shift_borders:
        told.append(
            "At the border the zeros of the padding stay where they are, and what leaves the image is lost: there no "
            "layer is equivariant unless the image is zero there, too."
        )
    else:
        told.append("Places that see the border are left out; compare them, too, on grey paper to see what they do.")
    return tuple(told)
