"""The words that a first-year student may not know yet, each with its meaning, and how a sentence on a page marks them.

The meanings are those of docs/glossary.md; a test compares the two.
"""

import re

MEANINGS = {
    "activation function": "the nonlinear function g that is applied to each entry of Z",
    "backward pass": "from the loss to every gradient, by the chain rule",
    "batch": "the samples that one step of training uses",
    "channel": "one of several numbers at each place of an image, such as red, green and blue",
    "cross-entropy": "the loss −log P, where P is the probability that the network gives to the true class",
    "dead": "the slope is 0 on every sample",
    "diverges": "the loss grows without bound",
    "dropped": "set to 0 by a dropout mask",
    "eigenvector": "a direction that a matrix only stretches, by its eigenvalue",
    "epoch": "one pass through all training data",
    "equivariant": "where the input is shifted, the output is shifted alike",
    "feature map": "what one filter gives at all places of an image",
    "forward pass": "from a sample to the output, layer by layer",
    "gradient": "the derivative of the loss with respect to each parameter; a small step against it reduces the loss",
    "initialization": "the rule by which weights are drawn, and the weights before the first step",
    "kernel": "the small array of weights that a convolution lays on every place of an image",
    "learning rate": "the factor by which the gradient is multiplied in each step",
    "logit": "the real number per class that softmax turns into a probability",
    "loss": "one number that says how wrong the predictions are; training reduces it",
    "momentum": "a decaying sum of past gradients, which carries on in directions that persist",
    "one-hot": "a vector with 1 for the true class and 0 for all others",
    "overfitting": "the training loss falls while the test loss rises",
    "padding": "zeros around an image, so that a kernel can stand at its border",
    "receptive field": "the part of the input that a unit can depend on",
    "saturated": "the slope is below 5 % of its maximum",
    "softmax": "turns logits into probabilities, which sum to 1",
    "stride": "how many places a window moves in one step",
    "weight decay": "each step shrinks every weight by the same share, but no bias, gain or position",
    "upstream gradient": "what a layer receives in the backward pass",
}

_FORMS = {
    "activation": "activation function",
    "activations": "activation function",
    "batches": "batch",
    "channels": "channel",
    "diverge": "diverges",
    "eigenvectors": "eigenvector",
    "epochs": "epoch",
    "feature maps": "feature map",
    "gradients": "gradient",
    "initial weights": "initialization",
    "kernels": "kernel",
    "learning rates": "learning rate",
    "logits": "logit",
    "memorize": "overfitting",
    "memorizes": "overfitting",
    "mini-batch": "batch",
    "mini-batches": "batch",
    "overfits": "overfitting",
    "receptive fields": "receptive field",
    "saturates": "saturated",
    "strides": "stride",
}
"""Other forms of a term, as sentences have them."""

_LEFT_ALONE = r"`[^`]*`|\$[^$]*\$|:material/\w+:|!?\[[^\]]*\]\([^)]*\)"
"""Parts of Markdown in which nothing is marked: code, formulas, icons, links."""

_WORDS = "|".join(sorted(map(re.escape, (*MEANINGS, *_FORMS)), key=len, reverse=True))
_FOUND = re.compile(rf"{_LEFT_ALONE}|(?<![\w-])(?P<term>{_WORDS})(?![\w-])", re.IGNORECASE)


def explained(text: str, *terms: str) -> str:
    """Mark the first use of terms in a sentence: a term's meaning shows while it is hovered over or has the focus.

    A term becomes a link with the meaning as its title, which every browser shows and every screen reader reads; the
    page's program (nnviz/stage/assets/page/terms.js) shows it at once, to the keyboard too, and follows no such link.

    Parameters
    ----------
    text : str
        Markdown.
    *terms : str
        Which; all that are found unless given.

    Raises
    ------
    ValueError
        If a term is none of the glossary.
    """
    if unknown := set(terms) - MEANINGS.keys():
        raise ValueError(f"expected terms of {', '.join(MEANINGS)}, got {', '.join(sorted(unknown))}; choose from them")
    left = set(terms or MEANINGS)

    def mark(found: re.Match[str]) -> str:
        shown = found["term"]
        name = _FORMS.get((shown or "").lower(), (shown or "").lower())
        if name not in left:
            return found[0]
        left.remove(name)
        return f'[{shown}](#term-{name.replace(" ", "-")} "{MEANINGS[name]}")'

    return _FOUND.sub(mark, text)
