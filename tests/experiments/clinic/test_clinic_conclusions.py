"""What should have been seen in the clinic: the diagnosis, and what each treatment did to it."""

from nnviz.experiments.clinic import CASES, begin
from nnviz.experiments.clinic.conclusions import conclusions


def test_the_diagnosis_and_a_treatment_are_told_with_their_losses():
    case = CASES["diverged"]
    failing = begin(case.training()).run_to_end()
    remedy = case.remedies[0]
    treated = begin(remedy.of(case.training())).run_to_end()
    told = conclusions(failing, {remedy.title: treated})
    assert len(told) == 2
    assert "**Diverged**" in told[0] and "Test loss not finite" in told[0]
    assert told[1].startswith(f"**{remedy.title}**: Test loss {treated.end.row[3]:.3g}")
