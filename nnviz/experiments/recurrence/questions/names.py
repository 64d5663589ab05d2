"""What "Names" asks before it shows."""

from nnviz.experiments.letters.training import LetterTraining
from nnviz.experiments.questions.question import Option, Question
from nnviz.experiments.recurrence.names import names_at
from nnviz.experiments.recurrence.names_settings import NamesFields

COOL = 0.5


def temperature_question(settings: NamesFields, training: LetterTraining) -> Question:
    """Ask what a temperature of one half does to the most probable letter: the model is asked at both.

    Parameters
    ----------
    settings : NamesFields
    training : LetterTraining
    """
    at = [settings.model_copy(update={"names_temperature": temperature}) for temperature in (1.0, COOL)]
    usual, cool = (float(names_at(one, training).P.max()) for one in at)
    return Question(
        "the logits are divided by a temperature before the softmax. What does a temperature of one half do to the "
        "probability of the most likely next letter?",
        (
            Option("it grows", cool > usual),
            Option("it stays", cool == usual),
            Option("it shrinks", cool < usual),
        ),
        f"It grows, here from {usual:.3g} to {cool:.3g}: half the temperature doubles the distances between the "
        "logits. A cold model writes what is most usual, a hot one almost anything.",
    )
