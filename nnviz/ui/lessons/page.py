"""The list of lessons: start one, go on with the one that was left, upload one of one's own."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from nnviz.experiments.yaml_files.problem import FileError
from nnviz.export.address import is_local
from nnviz.lessons.lesson import Lesson
from nnviz.lessons.library import lessons, problems
from nnviz.lessons.markup import plain
from nnviz.ui.lessons.bar import begin, place_in_words
from nnviz.ui.lessons.handout import kept_handout
from nnviz.ui.lessons.known import keep_upload, known_lesson
from nnviz.ui.shell.catalogue import CATALOGUE
from nnviz.ui.shell.lesson_place import LessonPlace, left_place
from nnviz.ui.shell.place import HAS_SERVER
from nnviz.ui.shell.session import LESSON_UPLOADS, LESSON_WRONG, session
from nnviz.ui.widgets.untrusted_text import escape_markdown, show_error, show_info, show_warning
from nnviz.ui.widgets.upload import explained_upload

MAX_MEGABYTES = 1
"""Of an uploaded file; a lesson is a few kilobytes."""


def way_back() -> None:
    """Offer to go on where a lesson was left."""
    place = left_place()
    words = place_in_words(place)
    if place is None or words is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="lesson-left"):
        title = escape_markdown(words["title"])
        st.markdown(f"You left **{title}** at step {words['number']} of {words['of']}.", width="stretch")
        st.button(
            "Continue the lesson",
            icon=":material/play_arrow:",
            type="primary",
            key="lessons.continue",
            on_click=begin,
            args=(place,),
        )


WITHOUT_SERVER = (
    "This copy of the app runs in your browser alone. Votes, the presenter's window and handouts need a server: "
    "start the app on a computer for those."
)


def list_of_lessons() -> None:
    """Show all lessons that can be started, those that were uploaded here first."""
    if not HAS_SERVER:
        st.caption(WITHOUT_SERVER)
    own = own_lessons()
    if own:
        st.header("Uploaded here", anchor=False)
        for lesson in own:
            _lesson(lesson)
    st.header("Ready to start", anchor=False)
    for lesson in lessons():
        _lesson(lesson)
    if wrong := problems():
        show_warning("Some files in the folder of lessons are left out:", *map(str, wrong))


def own_lessons() -> list[Lesson]:
    """Return the lessons that this visitor has uploaded and that are still kept."""
    found = []
    for name in session().get(LESSON_UPLOADS, []):
        try:
            found.append(known_lesson(name))
        except ValueError:
            continue
    return found


def _lesson(lesson: Lesson) -> None:
    questions = sum(step.ask is not None for step in lesson.steps)
    facts = [f"{lesson.minutes:g} minutes"] if lesson.minutes else []
    facts += [_count(len(lesson.steps), "step"), _count(questions, "question"), escape_markdown(lesson.author)]
    with st.container(border=True, key=f"lesson-{lesson.name}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(escape_markdown(lesson.title), anchor=False, width="stretch")
            st.button(
                "Start",
                icon=":material/play_arrow:",
                type="primary",
                key=f"lessons.start.{lesson.name}",
                help=f"Start {escape_markdown(lesson.title)}",
                on_click=begin,
                args=(LessonPlace(lesson.name, lesson.steps[0].id),),
            )
            if HAS_SERVER:
                _for_the_hall(lesson)
        st.markdown(escape_markdown(plain(lesson.steps[0].say)))
        st.caption(" · ".join([*filter(None, facts), f"shows {_pages(lesson)}"]))


def _for_the_hall(lesson: Lesson) -> None:
    """Offer what a lecture needs besides: both ask the server."""
    st.link_button(
        "Presenter's window",
        f"hall/presenter?{urlencode({'lesson': lesson.name, 'at': lesson.steps[0].id})}",
        icon=":material/co_present:",
    )
    st.download_button(
        "Handout",
        partial(kept_handout, lesson, _place()),
        f"{lesson.name}.html",
        "text/html",
        key=f"lessons.handout.{lesson.name}",
        help="A page to print: pictures, room to write, measured answers. It takes some seconds.",
        on_click="ignore",
        icon=":material/print:",
    )


def _place() -> str:
    """Where students reach the app; empty where nobody else does: a handout then has addresses, but no codes."""
    here = (st.context.url or "").partition("?")[0].rpartition("/")[0]
    return f"{here}/" if here and not is_local(here) else ""


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""


def _pages(lesson: Lesson) -> str:
    """The titles of the pages that a lesson leads to, in the order of the course."""
    used = {step.view.page for step in lesson.steps}
    return ", ".join(entry.title for entry in CATALOGUE if entry.name in used)


def upload() -> None:
    """Take a lesson's file; what is wrong in it is told whole, with its lines."""
    st.header("A lesson of your own", anchor=False)
    where = "this server's memory for two hours, and nobody else lists it" if HAS_SERVER else "this tab"
    st.markdown(f"A lesson is one YAML file. It stays in {where}.")
    with explained_upload("lesson"):
        given = st.file_uploader(
            "Lesson file (.yaml)",
            type=["yaml", "yml"],
            max_upload_size=MAX_MEGABYTES,
            key="lessons.upload",
            on_change=_taken,
        )
    if wrong := session().get(LESSON_WRONG):
        show_error(f"{given.name if given else 'The file'} is not a lesson yet. Mend this and upload it again:", *wrong)
    elif given is not None and (own := own_lessons()):
        show_info(f"{own[-1].title} is in the list above; it has {_count(len(own[-1].steps), 'step')}.")


def _taken() -> None:
    """Read the file that was just given."""
    given = st.session_state.get("lessons.upload")
    session().pop(LESSON_WRONG, None)
    if given is None:
        return
    wrong: Sequence[str] = ()
    try:
        lesson = keep_upload(given.getvalue(), given.name)
    except FileError as error:
        wrong = [str(problem) for problem in error.problems]
    else:
        names = [name for name in session().get(LESSON_UPLOADS, []) if name != lesson.name]
        session()[LESSON_UPLOADS] = [*names, lesson.name]
    if wrong:
        session()[LESSON_WRONG] = wrong


def seen() -> Sequence[str]:
    """What lessons are."""
    return (
        "A lesson leads from view to view of this app: Page Down and Page Up move on and back, as clickers send them.",
        "Every answer that a lesson calls measured is computed from the network on view when the lesson is shown.",
    )
