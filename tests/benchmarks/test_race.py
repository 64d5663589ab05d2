"""The benchmark of the race measures the race that is asked for."""

from benchmarks.race import SETTINGS, without_a_browser


def test_it_races_three_times_twenty_networks_2_8_8_1():
    assert len(SETTINGS.entries) == 3 and SETTINGS.seeds == 20
    assert [[layer.units for layer in one.hidden] for one in SETTINGS.contestant_settings] == [[8, 8]] * 3


def test_it_yields_a_row_for_training_and_for_pictures():
    rows = list(without_a_browser(0.05))
    assert [row.unit for row in rows] == ["epochs/s", "epochs/s", "fps"]
    assert all(row.value > 0 for row in rows)
