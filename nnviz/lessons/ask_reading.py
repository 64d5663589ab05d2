"""Reads the question of a step."""

from nnviz.experiments.address.echo import echo
from nnviz.experiments.yaml_files.fields import Fields, Notebook, kind_of, meant
from nnviz.experiments.yaml_files.nodes import Entries, Items, Node
from nnviz.lessons.lesson import MEASURED, Ask, Choice, View
from nnviz.lessons.markup import refused_markup
from nnviz.lessons.measurements.expression import read_measure
from nnviz.lessons.outcome import check_outcomes, read_outcome

ASK_KEYS = ("question", "options", "answer", "measure", "why", "vote", "seconds", "again")

MAX_QUESTION, MAX_OPTION, MAX_WHY, MAX_WHEN, MAX_MEASURE = 300, 120, 600, 60, 1000
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
MAX_SECONDS = 600


def read_ask(node: Node, where: str, notebook: Notebook, view: View | None) -> Ask:
    """Read a question; what is wrong with it is noted.

    Parameters
    ----------
    node : Node
    where : str
        Its place, for messages.
    notebook : Notebook
    view : View or None
        The step's, whose page says what can be measured; None where it was refused.
    """
    fields = Fields(node, where, ASK_KEYS, notebook)
    if not isinstance(node, Entries):
        return Ask("", (), "")
    fields.required("question", "Which one learns faster?")
    fields.required("options", "[the first, the second]")
    fields.required("answer", MEASURED)
    options = _options(fields)
    ask = Ask(
        fields.text("question", MAX_QUESTION, refused=refused_markup),
        options,
        fields.text("answer", MAX_OPTION),
        " ".join(fields.text("measure", MAX_MEASURE).split()),
        fields.text("why", MAX_WHY, refused=refused_markup),
        fields.yes("vote"),
        fields.whole("seconds", 0, MAX_SECONDS),
        fields.yes("again"),
    )
    _check_answer(fields, ask)
    if ask.measure and view is not None:
        try:
            read_measure(ask.measure, view)
        except ValueError as error:
            fields.note("measure", str(error))
    if not ask.vote and (ask.seconds or ask.again):
        name = "seconds" if ask.seconds else "again"
        fields.note(name, f"expected {name} with vote: true, got it without a vote; add vote: true or leave it out")
    return ask


def _options(fields: Fields) -> tuple[Choice, ...]:
    node = fields.node("options")
    if node is None:
        return ()
    if isinstance(node, Entries):
        read = [
            Choice(
                fields.read(key, "options", MAX_OPTION, refused=refused_markup),
                fields.read(value, f"options[{echo(key.text)}]", MAX_WHEN),
            )
            for key, value in node.entries
        ]
    elif isinstance(node, Items):
        read = [Choice(fields.read(item, "options", MAX_OPTION, refused=refused_markup)) for item in node.items]
    else:
        fields.note("options", f"expected a list of options, or a mapping from options to values, got {kind_of(node)}")
        return ()
    if not FEWEST_OPTIONS <= len(read) <= MOST_OPTIONS:
        fields.note("options", f"expected {FEWEST_OPTIONS} to {MOST_OPTIONS} options, got {len(read)}")
    texts = [option.text for option in read if option.text]
    if len(set(texts)) < len(texts):
        fields.note("options", "expected different options, got one twice; change one")
    return tuple(read)


def _check_answer(fields: Fields, ask: Ask) -> None:
    """Note where options, answer and measure do not belong together."""
    texts = [option.text for option in ask.options]
    whens = [option.when for option in ask.options]
    if ask.answer == MEASURED and "measure" not in fields:
        fields.note("measure", "expected what is measured, got nothing; add a line such as measure: loss at step 300")
    if ask.answer not in ("", MEASURED, *texts) and all(texts):
        wanted = f"expected {MEASURED} or one of the options, got {echo(ask.answer)}"
        fields.note("answer", f"{wanted}; {meant(ask.answer, texts)}")
    if "measure" not in fields and any(whens):
        fields.note("options", "expected a list of options where nothing is measured; add measure, or write '- ...'")
    if "measure" in fields and ask.options:
        _check_values(fields, ask)


def _check_values(fields: Fields, ask: Ask) -> None:
    if not any(option.when for option in ask.options):
        wanted = "expected for each option the values that make it true, such as 'hardly: below 0.1'"
        fields.note("options", f"{wanted}, got options alone; write options as a mapping")
        return
    try:
        check_outcomes([read_outcome(option.when) for option in ask.options if option.when])
    except ValueError as error:
        fields.note("options", str(error))
