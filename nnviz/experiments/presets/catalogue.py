"""Set-ups worth seeing, each with a question to ask the room and a known outcome that a test trains and checks."""

from nnviz.experiments.presets.preset import Outcome, Preset
from nnviz.experiments.run.hidden import HiddenSettings
from nnviz.experiments.run.settings import RunSettings


def _layers(*units: int, activation: str = "tanh") -> tuple[HiddenSettings, ...]:
    return tuple(HiddenSettings(units=n, activation=activation) for n in units)


_PLAYGROUND = RunSettings(head="tanh", loss="half_squared_error", initializer="playground", learning_rate=0.03)
_RELU = RunSettings(hidden=_layers(8, 8, activation="relu"), initializer="he_normal", learning_rate=0.03)

_REMEMBER = RunSettings().changed(dataset="first-symbol", sequence_length=40, samples=1000)

_ALL = (
    Preset(
        "circle",
        "Circle in a ring",
        "learns",
        "No straight line separates the disc from the ring. What must the four units of the first layer do?",
        "Each contributes one smoothed edge; the second layer combines the edges into a closed boundary.",
        RunSettings(),
        Outcome(100, accuracy_from=0.95),
    ),
    Preset(
        "two-clouds",
        "Two clouds, no hidden layer",
        "learns",
        "Is a hidden layer needed here?",
        "No: one straight line separates the clouds, and that is what a single unit draws.",
        RunSettings(dataset="gauss", hidden=()),
        Outcome(20, accuracy_from=0.97),
    ),
    Preset(
        "xor",
        "Exclusive or",
        "learns",
        "Opposite corners belong to one class. How many lines separate the corners, and are that many units enough?",
        "Two, the axes. But the output only adds its units up, and a sum of two cannot follow all four corners.",
        RunSettings(dataset="xor", hidden=_layers(8)),
        Outcome(150, accuracy_from=0.93),
    ),
    Preset(
        "xor-product",
        "Exclusive or, by a feature",
        "learns",
        "There is no hidden layer. How can it learn exclusive or anyway?",
        "Its input is the product x y: positive in one pair of opposite corners, negative in the other.",
        RunSettings(dataset="xor", hidden=(), features=("xy",)),
        Outcome(20, accuracy_from=0.97),
    ),
    Preset(
        "six-tanh",
        "Six layers of tanh",
        "learns",
        "Six layers deep: does the gradient reach the first one?",
        "Yes: the slope of tanh at 0 is 1, four times that of the sigmoid. Compare with six layers of sigmoid.",
        _PLAYGROUND.changed(hidden=_layers(*[8] * 6)),
        Outcome(100, accuracy_from=0.95),
    ),
    Preset(
        "spiral-features",
        "Spiral, with sines",
        "learns",
        "Two layers of eight units, with sin x and sin y as extra inputs: is that enough for the spiral?",
        "Yes: a spiral is made of waves, so less remains to be learned. Adam adapts the step sizes.",
        RunSettings(dataset="spiral", hidden=_layers(8, 8), features=("x", "y", "sin_x", "sin_y")).changed(
            optimizer="adam", learning_rate=0.01
        ),
        Outcome(100, accuracy_from=0.93),
    ),
    Preset(
        "hills",
        "Hills and valleys",
        "learns",
        "Here the target is a number, not a class. What does the output layer look like?",
        "One linear unit and squared error; the hidden units combine their nonlinearities into hills.",
        RunSettings(dataset="reg-gauss", hidden=_layers(8, 8)).changed(optimizer="adam", learning_rate=0.01),
        Outcome(100, loss_to=0.03),
    ),
    Preset(
        "digits",
        "Handwritten digits",
        "learns",
        "8 × 8 grey pixels, 32 hidden units: which digits are confused with each other?",
        "See the confusion matrix under Results: the mistakes lie off its diagonal.",
        RunSettings().changed(dataset="digits"),
        Outcome(20, accuracy_from=0.92),
    ),
    Preset(
        "digits-convolution",
        "Digits, by convolution",
        "learns",
        "Two convolutions with pooling have 1,898 parameters, 32 dense units 2,410: which knows the digits better?",
        "They are about equal. These digits all stand in the middle, so looking for a stroke everywhere gains little.",
        RunSettings().changed(
            dataset="digits",
            image_layers=("conv(8)", "pool", "conv(16)", "pool"),
            hidden=(),
            optimizer="adam",
            learning_rate=0.01,
        ),
        Outcome(10, accuracy_from=0.95),
    ),
    Preset(
        "bars-convolution",
        "Bars anywhere",
        "learns",
        "110 images to learn from, and a bar may lie anywhere. How can 60 parameters do better than thousands?",
        "A kernel looks at every place, and the largest answer counts; a dense layer must learn each place anew.",
        RunSettings().changed(
            dataset="bars",
            image_layers=("conv(4)", "pool(all)"),
            hidden=(),
            samples=1100,
            train_share=0.1,
            optimizer="adam",
            learning_rate=0.01,
        ),
        Outcome(80, accuracy_from=0.93),
    ),
    Preset(
        "first-symbol-kept",
        "The first of 40 symbols, kept",
        "learns",
        "The forget gates begin with bias 3. Does the gradient of the last step reach the first one?",
        "Yes: a gate of 0.95 lets the cell's gradient through, step by step, and the first symbol is learned.",
        _REMEMBER.changed(sequence_layers=("lstm(16;bias=3)",)),
        Outcome(12, accuracy_from=0.95),
    ),
    Preset(
        "sine",
        "A sine, fitted",
        "learns",
        "One input, eight units: how can they follow a whole wave, and what will they say where there are no data?",
        "Each adds one smoothed step to the curve. Outside of the data nothing holds the curve to the sine.",
        RunSettings().changed(dataset="reg-sine", optimizer="adam", learning_rate=0.01),
        Outcome(60, loss_to=0.02),
    ),
    Preset(
        "border",
        "Above or below a V",
        "learns",
        "The border has one corner. How many units of the first layer does it take?",
        "Two: each draws one of its straight sides, and the layer behind joins them.",
        RunSettings(dataset="border-v"),
        Outcome(60, accuracy_from=0.95),
    ),
    Preset(
        "spiral",
        "Spiral, default network",
        "fails",
        "The network that learns the circle: why not the spiral?",
        "Six units contribute too few edges for arms that wind around each other. Add units, layers or features.",
        RunSettings(dataset="spiral"),
        Outcome(100, accuracy_to=0.8, sign="no_progress"),
    ),
    Preset(
        "six-sigmoid",
        "Six layers of sigmoid",
        "fails",
        "The same circle, a larger network. Why does nothing move? Look at the gradient strip.",
        "The slope of the sigmoid is at most a quarter, and six such factors multiply in the backward pass.",
        _PLAYGROUND.changed(hidden=_layers(*[8] * 6, activation="sigmoid")),
        Outcome(60, accuracy_to=0.65, sign="vanishing"),
    ),
    Preset(
        "first-symbol-forgotten",
        "The first of 40 symbols, forgotten",
        "fails",
        "The same LSTM, but its forget gates begin with bias 0. How much of the gradient reaches the first step?",
        "Nearly nothing: each gate keeps about a half, and forty halves multiply. Bias and start decide, not the name.",
        _REMEMBER.changed(sequence_layers=("lstm(16;bias=0)",)),
        Outcome(3, accuracy_to=0.4, sign="vanishing_through_time"),
    ),
    Preset(
        "zeros",
        "All weights zero",
        "fails",
        "If every weight starts at zero, how will two units of a layer ever differ?",
        "Never: identical units get identical gradients. Each layer behaves like a single unit.",
        RunSettings(initializer="zeros"),
        Outcome(60, accuracy_to=0.7, sign="symmetric"),
    ),
    Preset(
        "rate-10",
        "Learning rate 10",
        "fails",
        "A hundred times the usual learning rate: is it a hundred times as fast?",
        "It steps over the valley, and the units end up saturated.",
        RunSettings(learning_rate=10.0),
        Outcome(40, accuracy_to=0.9, sign="too_large"),
    ),
    Preset(
        "breakdown",
        "A run that diverges",
        "fails",
        "One linear unit fits a plane, with steps that are too large. How far can the loss rise?",
        "Until it exceeds the range of float64. Each step overshoots by more than the last.",
        RunSettings(dataset="reg-plane", hidden=(), learning_rate=0.3),
        Outcome(60, sign="diverged"),
    ),
    Preset(
        "rate-tiny",
        "Learning rate 0.00001",
        "fails",
        "Everything is right except the learning rate. What do the curves show?",
        "Hardly any progress: the gradient points the right way, but the steps are too small.",
        RunSettings(learning_rate=1e-5),
        Outcome(40, accuracy_to=0.9, sign="too_small"),
    ),
    Preset(
        "dead-relu",
        "Dead ReLU units",
        "fails",
        "ReLU and one step that is far too large: why is there no recovery?",
        "The weights ended up where every sample gives a negative sum. There the slope is 0, and nothing changes.",
        _RELU.changed(learning_rate=10.0),
        Outcome(40, accuracy_to=0.7, sign="dead"),
    ),
    Preset(
        "linear-layers",
        "Linear layers",
        "fails",
        "Two hidden layers without nonlinearity. What can they do that a single line cannot?",
        "Nothing: a product of matrices is a matrix.",
        RunSettings(hidden=_layers(4, 4, activation="identity")),
        Outcome(40, accuracy_to=0.7, sign="linear"),
    ),
    Preset(
        "unscaled",
        "Wine, unscaled",
        "fails",
        "One measurement exceeds a thousand, another stays below one. Which one does the network respond to?",
        "Only the large one: it saturates every tanh. Standardize the inputs.",
        RunSettings().changed(dataset="wine", scaling="none"),
        Outcome(40, accuracy_to=0.8, sign="unscaled"),
    ),
    Preset(
        "overfitting",
        "Overfitting",
        "fails",
        "50 noisy samples, two layers of 32 units: what will the two losses do?",
        "The training loss goes to zero while the test loss rises: the network memorizes the noise.",
        RunSettings(dataset="gauss", noise=50.0, train_share=0.1, hidden=_layers(32, 32, activation="relu")).changed(
            initializer="he_normal", optimizer="adam", learning_rate=0.01
        ),
        Outcome(100, accuracy_to=0.93, sign="overfitting"),
    ),
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in _ALL}
"""Every preset by its name: what learns first, then what fails."""


def preset_of(settings: RunSettings) -> Preset | None:
    """Return the preset that has exactly these settings, whatever is known of own data."""
    same = settings.model_copy(update={"own": None, "view": None})
    return next((preset for preset in PRESETS.values() if preset.settings == same), None)


def changed_fields(preset: Preset, settings: RunSettings) -> tuple[str, ...]:
    """Return the names of the settings in which a run differs from a preset."""
    left = {"own", "view"}
    names = (name for name in RunSettings.model_fields if name not in left)
    return tuple(name for name in names if getattr(settings, name) != getattr(preset.settings, name))
