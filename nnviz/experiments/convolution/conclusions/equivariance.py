"""What "Equivariance" lets a person conclude."""

from nnviz.experiments.convolution.equivariance import by_shift, difference_text, shift
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
    shifts = [difference_text(x) for x in (now.convolved.largest, now.pooled.largest)]
    by_one = [difference_text(float(x[one])) for x in (every.convolved, every.pooled)]
    by_two = [difference_text(float(x[two])) for x in (every.convolved, every.pooled)]
    told = [
        f"Shifted by {settings.shift_right} to the right and {settings.shift_down} down, the output of the convolution "
        f"differs from its shifted copy by at most **{shifts[0]}**, in {compared} of {now.convolved.compared.size} "
        f"places; that of the pooling by at most **{shifts[1]}**.",
        f"One pixel to the right: {by_one[0]} after the convolution, {by_one[1]} after the pooling. Two: {by_two[0]} "
        f"and {by_two[1]}.",
    ]
    if settings.shift_borders:
        told.append(
            "At the border the zeros of the padding stay where they are, and what leaves the image is lost: there no "
            "layer is equivariant unless the image is zero there, too."
        )
    else:
        told.append("Places that see the border are left out; compare them, too, on grey paper to see what they do.")
    return tuple(told)
