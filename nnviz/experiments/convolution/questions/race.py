"""What "Race" asks before it shows how often the networks are correct on new samples."""

from nnviz.experiments.convolution.race import CONVOLUTION, DENSE, Race
from nnviz.experiments.convolution.race_contestants import CONTESTANTS, COURSES
from nnviz.experiments.questions.question import Prediction, Question

CLEAR = 0.01
"""A lead of the median below this is called none."""

OPTIONS = ("the dense network", "the convolution", "neither: less than a point apart")


def race_question(race: Race) -> Question | Prediction:
    """Ask who will be correct more often: a prediction until the race is complete, which then knows the answer."""
    task = race.task
    course = COURSES[task.data]
    size = {CONTESTANTS[lane]: task.parameters[lane] for lane in (DENSE, CONVOLUTION)}
    mixed = ", shuffled all in the same way" if task.shuffled else ""
    text = (
        f"dense ({size['dense']:,} parameters) and convolution ({size['convolution']:,}) learn from the same "
        f"{task.n_train:,} {course.what}s{mixed}. Which classifies more new ones correctly?"
    )
    if not race.done:
        return Prediction(text, OPTIONS)
    medians = race.end.medians
    lead = float(medians[CONVOLUTION] - medians[DENSE])
    right = 2 if abs(lead) < CLEAR else 1 if lead > 0 else 0
    because = (
        f"The median of {task.seeds} networks is correct on **{medians[CONVOLUTION]:.1%}** with the convolution and on "
        f"**{medians[DENSE]:.1%}** with the dense layers."
    )
    return Question.pick(text, OPTIONS, right, because.replace("%", " %"))
