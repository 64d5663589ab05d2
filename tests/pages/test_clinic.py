"""The clinic by AppTest: its numbers against the engine, diagnoses that are judged, remedies, what stays hidden."""

import numpy as np
import pytest
import streamlit

from nnviz.experiments.clinic import CASES, begin, mystery
from nnviz.experiments.diagnosis import SIGNS
from tests.pages.reading import drawn, in_address, texts, widget
from tests.seeds import seeds, some


def pills(page, key):
    return next(group for group in page.button_group if group.key == key)


def answer(page, sign):
    box = next(box for box in page.selectbox if box.key.startswith("clinic.answer"))
    box.set_value(sign).run()
    assert not page.exception


@pytest.mark.parametrize("case", CASES)
def test_every_case_shows_the_first_frame_of_its_patient_and_keeps_the_diagnosis_to_itself(run_page, case):
    page = run_page("clinic", case=case)
    header, arrays = drawn(page, "comparison")
    frame = begin(CASES[case].training()).frames[0]
    np.testing.assert_array_equal(arrays["0 frame weights"], frame.weights[None])
    np.testing.assert_array_equal(arrays["0 frame row"], np.array([frame.row]))
    assert header["lanes"][1] is None and not header["told"] and header["verdict"] is None
    assert "words" not in header["lanes"][0] and CASES[case].hint in header["hint"]
    assert header["last"] == CASES[case].steps
    assert "Why" not in texts(page)


FIRST_REMEDIES = [(case.name, case.remedies[0].name) for case in CASES.values() if case.remedies]
OTHERS = [(case.name, remedy.name) for case in CASES.values() for remedy in case.remedies[1:]]


@pytest.mark.parametrize(("case", "remedy"), some([*FIRST_REMEDIES, *OTHERS], len(FIRST_REMEDIES)))
def test_every_remedy_opens_by_its_address_with_the_treated_network_beside(run_page, case, remedy):
    page = run_page("clinic", case=case, remedy=remedy)
    header, arrays = drawn(page, "comparison")
    treated = CASES[case].remedy(remedy).of(CASES[case].training())
    first = begin(treated).frames[0]
    np.testing.assert_array_equal(arrays["1 frame weights"][0], first.weights)
    assert header["told"] and header["names"][1] == f"Treated: {CASES[case].remedy(remedy).title}"
    assert CASES[case].remedy(remedy).why in texts(page)
    assert "Why, at step 0." in texts(page)
    assert not page.warning


def test_choosing_a_case_changes_the_address_and_leaves_the_remedy_behind(run_page):
    page = run_page("clinic", case="dead", remedy="leaky")
    pills(page, "clinic.case").set_value("linear").run()
    assert not page.exception
    assert in_address(page, "case") == "linear" and "remedy" not in page.query_params
    assert drawn(page, "comparison")[0]["lanes"][1] is None


@pytest.mark.skipif(streamlit.__version__.startswith("1.62"), reason="its AppTest cannot take a choice away")
def test_a_remedy_is_a_press_and_a_second_press_takes_it_away(run_page):
    page = run_page("clinic", case="linear")
    pills(page, "clinic.remedy.linear").set_value("tanh").run()
    assert in_address(page, "remedy") == "tanh"
    assert drawn(page, "comparison")[0]["lanes"][1] is not None
    pills(page, "clinic.remedy.linear").set_value(None).run()
    assert "remedy" not in page.query_params


def test_the_right_diagnosis_is_told_with_its_evidence(run_page):
    page = run_page("clinic", case="symmetric")
    answer(page, "symmetric")
    found = begin(CASES["symmetric"].training()).run_to_end().end.findings[0]
    header, _ = drawn(page, "comparison")
    assert header["verdict"]["right"] and header["verdict"]["title"] == "Yes: Symmetric weights."
    assert header["lanes"][0]["words"][-1]["text"].startswith(found.sentence)
    assert "Yes: Symmetric weights." in texts(page)


def test_a_wrong_diagnosis_is_told_why(run_page):
    page = run_page("clinic", case="overfitting")
    answer(page, "too_small")
    assert "No: Overfitting." in texts(page) and "The rate is 0\\.01" in texts(page)
    assert not drawn(page, "comparison")[0]["verdict"]["right"]


def test_new_weights_change_the_seed_of_both_networks_and_the_address(run_page):
    page = run_page("clinic", case="too_small", remedy="rate")
    widget(page, "button", "clinic.seed").click().run()
    assert in_address(page, "seed") == "1"
    _, arrays = drawn(page, "comparison")
    case = CASES["too_small"]
    np.testing.assert_array_equal(arrays["0 frame weights"][0], begin(case.training(1)).frames[0].weights)
    np.testing.assert_array_equal(
        arrays["1 frame weights"][0], begin(case.remedy("rate").of(case.training(1))).frames[0].weights
    )


def page_bytes(page):
    parts = [component.proto.bytes for component in page.get("bidi_component")]
    return b"".join(parts).decode("utf-8", errors="ignore")


@pytest.mark.parametrize("seed", seeds(range(1, 13), 4))
def test_a_mysterious_patient_gives_nothing_away_before_the_answer(run_page, seed):
    page = run_page("clinic", case="mystery", patient=str(seed))
    found = mystery(seed)
    seen = page_bytes(page)
    header, _ = drawn(page, "comparison")
    same_for_all = {"panels"}  # they name arrays, such as the share of saturated units
    header = {name: value for name, value in header.items() if name not in same_for_all}
    told = f"{header} {texts(page)} {[button.key for button in page.button]} {[p.key for p in page.button_group]}"
    for word in (found.case.title, found.case.hint, *(remedy.title for remedy in found.case.remedies)):
        assert word not in told and word not in seen
    assert f"'{found.case.sign}'" not in told and f"'{found.case.name}'" not in told
    for field in ("learning_rate", "initializer", "activation", found.training.settings.dataset, "optimizer"):
        assert f'"{field}"' not in seen and field not in texts(page)
    assert page.query_params.keys() <= {"case", "patient"}
    assert not any("clinic.table" in button.key for button in page.button)
    assert not page.toggle


@pytest.mark.parametrize("patients", some([range(1, 13), range(1, 25)]))
def test_mysterious_patients_are_all_shown_by_the_same_panels(run_page, patients):
    kinds = set()
    for seed in patients:
        if CASES[mystery(seed).case.name].name in ("dead", "saturated", "linear", "too_small", "symmetric"):
            header, _ = drawn(run_page("clinic", case="mystery", patient=str(seed)), "comparison")
            answers = {panel["kind"] for panel in header["panels"]} - {"answers"}
            kinds.add(tuple(sorted(answers)))
    assert len(kinds) == 1


def test_the_answer_to_a_mystery_is_judged_and_opens_the_remedies(run_page):
    page = run_page("clinic", case="mystery", patient="3")
    found = mystery(3)
    wrong = next(sign.name for sign in SIGNS if sign.name not in begin(found.training).run_to_end().end.signs)
    answer(page, wrong)
    assert "No: " in texts(page)
    answer(page, found.case.sign)
    assert "Yes: " in texts(page) and "Why, at step 0." in texts(page)
    remedies = pills(page, f"clinic.remedy.{found.case.name}")
    remedies.set_value(found.case.remedies[0].name).run()
    assert not page.exception
    assert drawn(page, "comparison")[0]["lanes"][1] is not None
    assert "remedy" not in page.query_params


def test_another_patient_has_the_next_number_and_is_not_answered(run_page):
    page = run_page("clinic", case="mystery", patient="5")
    answer(page, "dead")
    widget(page, "button", "clinic.another").click().run()
    assert in_address(page, "patient") == "6"
    assert not drawn(page, "comparison")[0]["told"]


def test_what_the_address_cannot_mean_is_told(run_page):
    page = run_page("clinic", case="dead", remedy="rest", seed="-4")
    assert len(page.warning) == 2
    assert drawn(page, "comparison")[0]["lanes"][1] is None


def test_the_tensors_of_the_step_on_view_open(run_page):
    page = run_page("clinic", case="diverged")
    widget(page, "toggle", "clinic.tensors").set_value(True).run()
    assert not page.exception
    assert any("Patient, step 0" in caption.value for caption in page.caption)


def test_the_table_has_both_networks_with_their_settings(run_page):
    page = run_page("clinic", case="diverged", remedy="clip")
    widget(page, "button", "clinic.table").click().run()
    assert not page.exception
    assert any(button.proto.label.startswith("Save the table") for button in page.get("download_button"))


def test_the_playground_is_offered_where_settings_say_everything(run_page):
    ill = run_page("clinic", case="linear", remedy="tanh")
    assert len(ill.get("page_link")) == 2
    assert len(run_page("clinic", case="shuffled", remedy="labels").get("page_link")) == 1


def press(page, key):
    widget(page, "button", f"clinic.{key}").click().run()
    assert not page.exception


def tabs(page):
    return pills(page, "clinic.case").options


@pytest.mark.parametrize("case", CASES)
def test_no_tab_names_an_illness_before_its_diagnosis(run_page, case):
    page = run_page("clinic", case=case)
    assert tabs(page) == [*(f"Patient {k}" for k in range(1, len(CASES) + 1)), tabs(page)[-1]]
    words = " ".join([texts(page), *tabs(page), drawn(page, "comparison")[0]["hint"]])
    assert CASES[case].title not in words


def test_the_tab_bears_the_lists_word_once_the_diagnosis_was_answered_or_shown(run_page):
    page = run_page("clinic", case="dead")
    answer(page, "overfitting")
    assert tabs(page)[0] == "Dead units"
    pills(page, "clinic.case").set_value("linear").run()
    assert tabs(page)[0] == "Dead units" and tabs(page)[4] == "Patient 5"
    press(page, "show")
    assert tabs(page)[4] == "Linear layers only"
    assert drawn(page, "comparison")[0]["told"]
    assert "Why, at step 0." in texts(page)
    press(page, "ask_again")
    assert not drawn(page, "comparison")[0]["told"]


def test_asking_again_takes_back_the_answer_and_the_treatment(run_page):
    page = run_page("clinic", case="linear", remedy="tanh")
    answer(page, "linear")
    press(page, "ask_again")
    assert "remedy" not in page.query_params
    header, _ = drawn(page, "comparison")
    assert not header["told"] and header["verdict"] is None and header["lanes"][1] is None
    assert next(box for box in page.selectbox if box.key.startswith("clinic.answer")).value is None


def test_a_mystery_is_shown_without_an_answer_too(run_page):
    page = run_page("clinic", case="mystery", patient="3")
    assert not drawn(page, "comparison")[0]["told"]
    press(page, "show")
    header, _ = drawn(page, "comparison")
    assert header["told"] and header["verdict"] is None
    assert pills(page, f"clinic.remedy.{mystery(3).case.name}").options
