"""Writes the record: pages, presets, addresses of TensorFlow Playground, own tables, experiments, documented code."""

import contextlib
import io
import json
import logging
import platform
import re
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.page_numbers import adapter
from scripts.page_numbers.addresses import ADDRESSES, PLAYGROUND, Address
from scripts.page_numbers.digest import Entry, digest_object
from scripts.page_numbers.driving import record_page

TABLES = Path(__file__).parent / "tables"
PRESET_STEPS, PLAYGROUND_STEPS, TABLE_STEPS = 200, 50, 100
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)

Job = tuple[str, Callable[[], Entry]]


def record(file: Path, groups: Sequence[str], address: str, decoder_name: str | None) -> int:
    """Record all groups into a file; 1 if something could not be recorded."""
    adapter.check_home()
    decoder = None
    if decoder_name:
        from pydoc import locate

        decoder = locate(decoder_name.replace(":", "."))
    logging.disable(logging.WARNING)  # Streamlit remarks on every call that there is no server
    entries: dict[str, Any] = {}
    failed = 0
    begun = time.perf_counter()
    for group in groups:
        group_begun = time.perf_counter()
        for name, make in _jobs(group, decoder):
            if address and address not in name:
                continue
            entries[f"{group} {name}"], wrong = _done(make)
            if wrong:
                failed += 1
                print(f"{group} {name}: NOT RECORDED: {wrong}", file=sys.stderr)
        print(f"{group}: {time.perf_counter() - group_begun:.0f} s", file=sys.stderr)
    made = {"python": platform.python_version(), **{name: version(name) for name in ("numpy", "streamlit", "plotly")}}
    file.write_text(json.dumps({"made with": made, "entries": entries}, ensure_ascii=False, indent=0), encoding="utf-8")
    print(f"{len(entries)} recorded in {time.perf_counter() - begun:.0f} s, {failed} failed", file=sys.stderr)
    return 1 if failed else 0


def _jobs(group: str, decoder: Any) -> Iterator[Job]:
    """The jobs of a group; where they cannot be listed, a job that fails with the reason."""
    try:
        yield from JOBS[group](decoder)
    except Exception as error:  # whatever it is, the other groups are wanted all the same
        problem = error

        def fail() -> Entry:
            raise problem

        yield f"list of all {group}", fail


def _done(make: Callable[[], Entry]) -> tuple[dict[str, Any], str]:
    """Return an entry, or what went wrong."""
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            return make().json(), ""
    except Exception as error:  # whatever it is, the other entries are wanted all the same
        where = traceback.extract_tb(error.__traceback__)[-1]
        wrong = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return {"failed": wrong}, wrong


def _of_run(run: Any) -> Entry:
    """What is kept of a run: parameters, losses, and what the stage draws."""
    entry = Entry()
    entry.array("theta", run.state.network.theta)
    for name, value in adapter.losses(run).items():
        entry.value(name, value)
    entry.value("step", run.step)
    for name, thing in adapter.frame_of(run):
        digest_object(entry, name, thing)
    return entry


def _pages(decoder: Any) -> Iterator[Job]:
    for address in ADDRESSES:
        yield address.name, lambda address=address: record_page(address, decoder)
    for name, preset in adapter.thing("presets").items():
        trained = Address("playground", preset.settings.to_query() | {"step": "40"}, (("switch",),))
        yield f"playground preset {name}", lambda trained=trained: record_page(trained, decoder)


def _presets(decoder: Any) -> Iterator[Job]:
    for name, preset in adapter.thing("presets").items():
        yield name, lambda preset=preset: _of_run(adapter.run_of(preset.settings, None, PRESET_STEPS))


def _playground(decoder: Any) -> Iterator[Job]:
    for text in PLAYGROUND:
        yield text, lambda text=text: _set_up(text)


def _set_up(text: str) -> Entry:
    found = adapter.thing("from_playground")(text)
    entry = _of_run(adapter.run_of(found.settings, None, PLAYGROUND_STEPS))
    for message in found.messages:
        entry.text("page", message)
    return entry


def _tables(decoder: Any) -> Iterator[Job]:
    for path in sorted(TABLES.iterdir()):
        yield path.name, lambda path=path: _table(path)


def _table(path: Path) -> Entry:
    """A table on its way: account, inputs and targets, a hundred steps of training."""
    from nnviz.datasets import default_features, default_target, possible_kinds, read_table, to_dataset
    from nnviz.experiments import RunSettings

    table = read_table(path.read_bytes())
    target = default_target(table)
    features = default_features(table, target)
    taken = to_dataset(table, target, features)
    entry = _of_run(adapter.run_of(RunSettings().with_own(taken.data), taken.data, TABLE_STEPS))
    entry.array("X", taken.data.X)
    entry.array("Y", taken.data.Y)
    for subject, sentence in adapter.either(table, "summary", "account"):
        entry.text("account", f"{subject}: {sentence}")
    told = (getattr(reading, "line", reading) for reading in adapter.either(table, "readings", "warnings"))
    for text in (*told, *taken.notes, target, *features, *taken.data.feature_names, *taken.data.class_names):
        entry.text("account", text)
    for kind in possible_kinds(table.column(target)):
        entry.text("account", kind)
    return entry


def _experiments(decoder: Any) -> Iterator[Job]:
    for name, make in adapter.experiments():
        yield name, lambda make=make: _of_result(make())


def _of_result(result: Any) -> Entry:
    entry = Entry()
    digest_object(entry, "result", result)
    return entry


def _documents(decoder: Any) -> Iterator[Job]:
    for document in adapter.DOCUMENTS:
        text = (adapter.ROOT / "docs" / document).read_text(encoding="utf-8")
        for i, code in enumerate(CODE.findall(text)):
            yield f"{document} {i + 1}", lambda code=code: _documented(code)


def _documented(code: str) -> Entry:
    """Run a documented example, and keep what it prints; what its functions return is under experiments, in full."""
    entry, printed = Entry(), io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "example", "exec"), {"__name__": "example"})  # noqa: S102 - our own documents
    entry.text("page", printed.getvalue())
    return entry


JOBS: dict[str, Callable[[Any], Iterator[Job]]] = {
    "pages": _pages,
    "presets": _presets,
    "playground": _playground,
    "tables": _tables,
    "experiments": _experiments,
    "documents": _documents,
}
