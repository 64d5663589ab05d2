"""What should have been seen in the topic "Pooling", with the numbers of its settings."""

from nnviz.experiments.convolution.pooling import Pooled, PoolingCheck, pooled_of, pooling_check
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
    return (first.replace("-", "−"), overlap, _checked(pooled, check))


def _checked(pooled: Pooled, check: PoolingCheck) -> str:
    """What the check says, and why where it disagrees: a tie, or numbers that a nudge brings past each other."""
    ties, wrong = int((pooled.ties > 0).sum()), int(check.wrong.sum())
    close = int((check.wrong & ~pooled.tied).sum())
    if not pooled.is_max:
        lead = "The numeric check"
    else:
        lead = f"{counted(ties, 'window') if ties else 'No window'} of {pooled.A.size} "
        lead += ("holds" if ties < 2 else "hold") + " a tie, and the numeric check"
    if not wrong:
        return f"{lead} agrees everywhere; its largest relative error is {power(check.largest_error)}."
    why = []
    if wrong > close:
        why.append("at a tie the two-sided difference is half of the window's gradient for each tied pixel")
    if close:
        pixels = counted(close, "pixel")
        why.append(f"in a **near tie** ({pixels}) the largest numbers of a window are closer than the nudge h")
    return f"{lead} disagrees in {counted(wrong, 'pixel')}: {'; '.join(why)}."


def _pixels_are(n: int) -> str:
    return f"{counted(n, 'pixel')} {'is' if n == 1 else 'are'}"
