"""Small tables as a person brings them; nothing in here is a test."""

from nnviz.datasets import Dataset, read_table, to_dataset

ROOMS = (1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7)
PRICES = (98_000, 131_000, 150_000, 182_000, 214_000, 251_000, 243_000, 305_000, 320_000, 371_000, 402_000, 455_000)


def houses(prices=PRICES) -> Dataset:
    """Prices by rooms: a number to predict, in units of its own."""
    rows = "".join(f"{rooms},{price}\n" for rooms, price in zip(ROOMS, prices, strict=True))
    return to_dataset(read_table("rooms,price\n" + rows), "price", ("rooms",), "regression").data


HOUSES = houses()

XOR = to_dataset(read_table("a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"), "y", ("a", "b"), "binary").data

PARITY = to_dataset(
    read_table("a,b,c,y\n" + "".join(f"{i >> 2},{i >> 1 & 1},{i & 1},{i.bit_count() % 2}\n" for i in range(8))),
    "y",
    ("a", "b", "c"),
    "binary",
).data
