"""Trains for minutes in a real Chromium and watches the memory of the page and of the server: neither may grow."""

import time
from collections.abc import Iterator

from playwright.sync_api import CDPSession, Page

from benchmarks.bounds import Row, resident_megabytes
from scripts.driving import Server

WARM_UP = 60.0
"""Seconds until the first look: by then the bounded histories have their usual size."""


def endure(page: Page, server: Server, minutes: float) -> Iterator[Row]:
    """Let a page that is training go on for minutes, and compare the memory at the end with that after a minute.

    Parameters
    ----------
    page : Page
        A Playground that is playing.
    server : Server
    minutes : float
        How long from the first look on.
    """
    watch = page.context.new_cdp_session(page)
    time.sleep(min(WARM_UP, 60.0 * minutes))
    heap, memory, step = heap_megabytes(watch), resident_megabytes(server.pid), page.evaluate("window.__nnviz.step")
    time.sleep(60.0 * minutes)
    what = f"over {minutes:g} minutes and {page.evaluate('window.__nnviz.step') - step:,} steps"
    yield Row(f"the page's heap {what}: growth from {heap:.0f} MB", heap_megabytes(watch) - heap, "MB", 10, False)
    grown = resident_megabytes(server.pid) - memory
    yield Row(f"the server's memory {what}: growth from {memory:.0f} MB", grown, "MB", 10, False)


def heap_megabytes(watch: CDPSession) -> float:
    """Return what the page's JavaScript holds after its garbage was collected, buffers included."""
    watch.send("HeapProfiler.collectGarbage")
    used = watch.send("Runtime.getHeapUsage")
    return float(used["usedSize"] + used.get("backingStorageSize", 0)) / 1e6
