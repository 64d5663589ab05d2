"""What should have been seen in "Sizes", with the numbers of what is on view."""

from nnviz.experiments.convolution.settings import ConvolutionSettings
from nnviz.experiments.convolution.sizes import sizes
from nnviz.experiments.convolution.stacks import STACKS, stages
from nnviz.experiments.inspection.formula import percent


def conclusions(settings: ConvolutionSettings) -> tuple[str, ...]:
    """Return them.

    Parameters
    ----------
    settings : ConvolutionSettings
    """
    stack = stages(settings.size_stack)
    total, products = sum(stage.parameters for stage in stack), sum(stage.products for stage in stack)
    largest = max(stack, key=lambda stage: stage.parameters)
    dearest = max(stack, key=lambda stage: stage.products)
    whole = (
        f"{STACKS[settings.size_stack]} has **{total:,}** parameters, {percent(largest.parameters / total)} of them in "
        f"{largest.name}, more than in any other layer; the most products are in {dearest.name}, "
        f"{percent(dearest.products / products)} of {products:,}."
    )
    try:
        found = sizes(settings)
    except ValueError as refusal:
        return f"These settings leave no output: {refusal}.", whole
    kind = "stamps" if found.transposed else "windows"
    places = found.i**2 if found.transposed else found.o**2
    left = (
        f" **{found.unreached}** pixels are in none of them."
        if found.unreached
        else " Every pixel is in at least one of them."
    )
    return (
        f"An input of {found.i} × {found.i} gives an output of **{found.o} × {found.o}**: {places} {kind}.{left}",
        f"The layer has {found.parameters:,} parameters, whatever the size of the image; a dense layer of the same "
        f"sizes has {found.dense_parameters:,}.",
        whole,
    )
