"""What should have been seen in a race: before it, while it runs, and at its end."""

from nnviz.experiments.activation_race import RaceSettings, advance_race, measure_standing, ranking, start_race
from nnviz.experiments.activation_race.conclusions import conclusions


def test_before_during_and_after_the_race():
    settings = RaceSettings(seeds=10, epochs=2)
    race = start_race(settings)
    (waiting,) = conclusions(settings, measure_standing(race), False)
    assert waiting.startswith("The race has not begun.")
    assert "sigmoid" in waiting
    race = advance_race(race, race.per_epoch)
    during = conclusions(settings, measure_standing(race), race.over)
    assert during[0].startswith("At epoch 1 of 2, over 10 seeds: By the median, ")
    race = advance_race(race, race.last_step)
    standing = measure_standing(race)
    after = conclusions(settings, standing, race.over)
    result = ranking(settings, standing)
    assert after[0] == f"At the end, over 10 seeds: {result.sentence}"
    assert after[1] == result.comparisons[0].sentence
    assert any("‖dW‖ of layer 1" in sentence for sentence in after)
    assert len(after) <= 5
