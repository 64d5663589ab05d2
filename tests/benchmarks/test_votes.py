"""The benchmark of votes: a vote that is not in the histogram is lost, however quickly it was answered."""

from benchmarks.votes import Hall, Phones, rows


def test_a_vote_that_is_not_counted_is_lost():
    phones = Phones(pages=[1.0, 3.0], votes=[2.0, 2.0], states=[4.0, 500.0])
    got = Hall(phones, counted=1, frames=[30.0, 20.0], before=[60.0, 60.0], share=50.0, passed=10.0)
    told = {row.what: (row.value, "NOT MET" in str(row)) for row in rows(got, 2)}
    assert told["votes that were lost"] == (1, True)
    assert told["vote, 95 of 100"] == (2.0, False)
    assert told["state, 95 of 100"][1] and told["all requests, 95 of 100"][1]
    assert told["frames of a visitor meanwhile, median"] == (25.0, False)
    assert told["frames of a visitor meanwhile, slowest"] == (20.0, True)
