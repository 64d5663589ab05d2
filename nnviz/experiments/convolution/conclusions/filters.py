"""What "What a filter looks for" lets a person conclude."""

import numpy as np

from nnviz.experiments.convolution.digit_parts import digits
from nnviz.experiments.convolution.filters import field_of, portrait, random_smoothness
from nnviz.experiments.convolution.filters_settings import WIDTHS, FiltersFields
from nnviz.experiments.recording.recording import Recording


def conclusions(settings: FiltersFields, recording: Recording) -> tuple[str, ...]:
    """Return what the topic shows of the chosen filter, from the training as far as it has come.

    Parameters
    ----------
    settings : FiltersFields
    recording : Recording
        Of the settings' task.
    """
    now = recording.end.measured
    seen = portrait(recording.networks()[0], settings.filter_layer, settings.filter - 1)
    mean, low, high = random_smoothness(WIDTHS[settings.filter_width][0])
    field, labels = field_of(settings.filter_layer), digits()[1].labels[seen.images]
    told = [
        f"After {recording.step} of {recording.total} steps {100 * now['accuracy'][0]:.1f} % of the test digits are "
        f"classified correctly. Neighbours in the kernels of layer 1 correlate by {now['smoothness'].mean():.2f}; "
        f"random ones by {mean:.2f}, {low:.2f} to {high:.2f} in nine of ten cases.",
        f"Filter {settings.filter} of layer {settings.filter_layer} sees {field} × {field} pixels. The nine digits "
        f"that excite it most are {', '.join(str(label) for label in labels)}, with Z up to {seen.values[0]:.3g}.",
        f"Gradient ascent finds an input of the same length with Z = {seen.climb[-1]:.3g}.",
    ]
    if settings.filter_layer == 1:
        K, X = seen.K[..., 0].ravel(), seen.found.ravel()
        alike = float(K @ X / max(float(np.linalg.norm(K) * np.linalg.norm(X)), 1e-300))
        told[-1] += (
            f" Its cosine with the kernel is {alike:.3f}: of all patches of one length, the kernel itself has the "
            "largest product with the kernel."
        )
    return tuple(told)
