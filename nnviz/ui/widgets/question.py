"""A question that a person answers, or lets be shown, before the answer is on the screen."""

import streamlit as st

from nnviz.experiments.questions.question import Prediction, Question


def ask(key: str, question: Question | Prediction | None) -> bool:
    """Ask, and after a choice say what is right and why.

    An answer belongs to the question it was given to: where the controls above change the question, its options or
    which of them is true, it is asked anew. Who wants to see without predicting chooses "Just show", which holds until
    "Ask again". A prediction is marked once the question takes its place that knows the answer.

    Parameters
    ----------
    key : str
        The widget's key; stable.
    question : Question, Prediction or None
        None where the settings leave no question with a single answer: then nothing is asked, and nothing is hidden.

    Returns
    -------
    bool
        Whether the answer may be seen: it was chosen or is to be shown.
    """
    if question is None:
        return True
    shown = f"{key}.shown"
    _forget_another(key, question)
    with st.container(border=True):
        st.markdown(f"**Before you look:** {question.text}")
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
            choice = st.radio(
                question.text,
                _texts(question),
                index=None,
                key=key,
                horizontal=True,
                label_visibility="collapsed",
                persist_state="session",
            )
            seen = choice is not None or shown in st.session_state
            if seen:
                st.button("Ask again", key=f"{key}.again", type="tertiary", on_click=_ask_again, args=(key,))
            else:
                st.button("Just show", key=f"{key}.show", type="tertiary", on_click=_show, args=(key,))
        with st.container(key=f"reply.{key}"):
            if isinstance(question, Prediction):
                st.caption("The answer comes with the end of the training." if seen else "Choose, then train.")
            elif choice == question.answer:
                st.markdown(f":green[:material/check_circle: **Yes.**] {question.because}")
            elif choice is not None:
                st.markdown(f":red[:material/cancel: **No: {question.answer}.**] {question.because}")
            elif seen:
                st.markdown(f"**{question.answer}.** {question.because}")
            else:
                st.caption("Choose an answer to see the computed result.")
    return seen


def seen(key: str, question: Question | Prediction | None) -> bool:
    """Say whether the answer to a question may be seen: for a drawing that stands above the question.

    Parameters
    ----------
    key : str
    question : Question, Prediction or None
        As they will be given to `ask` in the same run.
    """
    if question is None:
        return True
    _forget_another(key, question)
    return is_answered(key)


def is_answered(key: str) -> bool:
    """Say whether the answer to the question that was asked last may be seen: where the next one takes long to pose."""
    return st.session_state.get(key) is not None or f"{key}.shown" in st.session_state


def _texts(question: Question | Prediction) -> list[str]:
    return [option if isinstance(option, str) else option.text for option in question.options]


def _forget_another(key: str, question: Question | Prediction) -> None:
    """Take back an answer that was given to another question in the same place.

    The question that answers a prediction is not another one; a prediction after an answer is, of another training.
    """
    asked = (question.text, _texts(question), question.answer if isinstance(question, Question) else None)
    before = st.session_state.get(f"{key}.asked", asked)
    if asked[:2] != before[:2] or before[2] not in (None, asked[2]):
        st.session_state[key] = None
    st.session_state[f"{key}.asked"] = asked


def _show(key: str) -> None:
    st.session_state[f"{key}.shown"] = True


def _ask_again(key: str) -> None:
    st.session_state.pop(f"{key}.shown", None)
    st.session_state[key] = None
