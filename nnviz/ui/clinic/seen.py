"""What should have been seen of the case on view: the diagnosis and what each treatment does, trained to the end."""

from nnviz.experiments.clinic.conclusions import conclusions
from nnviz.ui.clinic.sent import trained
from nnviz.ui.clinic.state import case_view


def seen() -> tuple[str, ...]:
    """Train what is missing, and tell."""
    now = case_view()
    treated = {remedy.title: trained(remedy.of(now.training)) for remedy in now.case.remedies}
    return conclusions(trained(now.training), treated)
