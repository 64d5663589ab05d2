"""What "Names" asks before it shows what a logit depends on."""

from nnviz.experiments.questions.question import Prediction, Question
from nnviz.experiments.recording.recording import Recording
from nnviz.experiments.transformer.names import looked_at, place_title, read, title_of
from nnviz.experiments.transformer.names_settings import NamesFields

OPTIONS = ("all heads", "some of them", "none of them")


def attention_question(settings: NamesFields, recording: Recording) -> Question | Prediction:
    """Ask whether heads look where the logit depends most: a prediction until the training is complete.

    Parameters
    ----------
    settings : NamesFields
    recording : Recording
    """
    text = (
        "the chosen logit depends most on one of the letters that were read: there the norm of its derivative is "
        "largest. After training, which heads give their largest weight to that letter?"
    )
    if not recording.done:
        return Prediction(text, OPTIONS)
    found = read(recording.networks()[0], settings)
    seen = looked_at(found, settings.names_letter)
    agree = sum(place == seen.slope for place in seen.heads)
    right = 0 if agree == len(seen.heads) else 1 if agree else 2
    places = ", ".join(place_title(settings, place) for place in seen.heads)
    letter = title_of(found.best if settings.names_letter < 0 else settings.names_letter)
    because = (
        f"**{agree} of {len(seen.heads)}**: the logit of {letter} depends most on {place_title(settings, seen.slope)}, "
        f"the heads weigh most {places}. A weight says how much of a value is taken; a derivative also asks what the "
        "value, the MLP and the way past the heads do with it."
    )
    return Question.pick(text, OPTIONS, right, because)
