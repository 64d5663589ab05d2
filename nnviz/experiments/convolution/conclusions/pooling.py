"""What should have been seen in the topic "Pooling", with the numbers of its settings."""

from nnviz.experiments.convolution.pooling import pooled_of, pooling_check
from nnviz.experiments.convolution.pooling_settings import PoolingFields
from nnviz.experiments.inspection.formula import counted, power


def conclusions(settings: PoolingFields) -> tuple[str, ...]:
    """Return where the gradient goes, what overlaps, and what the check says of ties."""
    pooled = pooled_of(settings)
    check = pooling_check(pooled)
    with_gradient = int((pooled.dX != 0).sum())
    total, arrived = float(pooled.dA.sum()), float(pooled.dX.sum())
    rule = (
        "each window gives all of it to one pixel" if pooled.is_max else "each window gives every pixel an equal share"
    )
    first = (
        f"Of {counted(pooled.X.size, 'pixel')}, **{with_gradient}** get a gradient that is not 0: {rule}. The sum of "
        f"dX, {arrived:.4g}, is that of dA, {total:.4g}."
    )
    seen = pooled.times_seen
    overlap = (
        f"{_pixels_are(int((seen > 1).sum()))} in more than one window, up to {int(seen.max())}: what the "
        "windows give them adds up."
        if (seen > 1).any()
        else "No pixel is in more than one window, so nothing adds up."
    )
    unreached = int((seen == 0).sum())
    if unreached:
        overlap += f" {_pixels_are(unreached)} in none and {'gets' if unreached == 1 else 'get'} 0."
    ties, wrong = int((pooled.ties > 0).sum()), int(check.wrong.sum())
    if not pooled.is_max:
        third = f"The numeric check agrees everywhere; its largest relative error is {power(check.largest_error)}."
    elif ties:
        third = (
            f"{counted(ties, 'window')} of {pooled.A.size} {'holds' if ties == 1 else 'hold'} a tie, and the numeric "
            f"check disagrees in "
            f"{counted(wrong, 'pixel')}: at a tie the two-sided difference is half of the gradient for each tied pixel."
        )
    else:
        third = (
            "No window holds a tie, and the numeric check agrees everywhere; its largest relative error is "
            f"{power(check.largest_error)}."
        )
    return (first.replace("-", "−"), overlap, third)


def _pixels_are(n: int) -> str:
    return f"{counted(n, 'pixel')} {'is' if n == 1 else 'are'}"
