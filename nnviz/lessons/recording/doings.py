"""What the actions of a step do in a recorded lesson, as its player is told."""

from typing import Any

from nnviz.lessons.lesson import Action, Step


def doings_of_training(step: Step) -> list[dict[str, Any]]:
    """Return what each action of a step does in a recorded training.

    Each one that plays or sets has a stretch of its own.

    Parameters
    ----------
    step : Step
    """
    doings, at = [], 0
    for action in (*step.do, *step.reveal):
        if action.kind in ("play", "set"):
            at += 1
            doings.append(_doing(action, stretch=at))
        elif action.kind == "seek":
            doings.append(_doing(action, seek=action.step))
        elif action.kind == "open":
            doings.append(_doing(action, open=action.target))
        else:
            doings.append(_doing(action, lacks=True))
    return doings


def doing_of_page(action: Action, after: int | None, done: bool) -> dict[str, Any]:
    """Return what an action does on a recorded page: another state of it, a button of a drawing, or both.

    Parameters
    ----------
    action : Action
    after : int or None
        The state of the page that it leads to; None where the page stays.
    done : bool
        Whether that state is all of it.
    """
    does: dict[str, Any] = {} if after is None else {"phase": after}
    if not done and action.kind in ("play", "press"):
        does["press"] = action.target or "Play"
    elif not done:
        does["lacks"] = True
    return _doing(action, **does)


def _doing(action: Action, **does: Any) -> dict[str, Any]:
    return {"words": action_words(action), **does}


def action_words(action: Action) -> str:
    """Return what a key does, for the button that does it."""
    settings = ", ".join(f"{name} {value}" for name, value in action.settings.items())
    return {
        "play": f"Play until {action.until}" if action.until else "Play",
        "pause": "Pause",
        "seek": f"Go to step {action.step:,}",
        "set": f"Set {settings}",
        "open": f"Open {action.target}",
        "press": action.target,
    }[action.kind]
