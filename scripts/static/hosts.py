"""Nothing of the site is asked of another host: looks through the files that are nnviz's own."""

import re
from pathlib import Path

from scripts.static.pins import StaticSiteError

TEXT = (".html", ".js", ".mjs", ".css", ".json", ".py", ".svg", ".webmanifest")

HOST = re.compile(
    r"""(?:https?|wss?):(?:\\?/){2}[^\s"'`<>()]+"""  # an address in full
    r"""|(?:src|href|url|import|from|fetch)\s*[=(]?\s*["'(]//[\w.-]+"""  # one without http:
)

NAMES = ("http://www.w3.org/", "https://stlite.invalid/")
"""Names that look like addresses: of vocabularies, and stlite's own for a host that cannot be (RFC 2606)."""

OTHERS = ("stlite-", "pyodide-")
"""Folders whose programs others wrote: these know hosts, and the page's policy keeps them from asking any."""

LINK = re.compile(r"""<a\s[^>]*>""")
"""A link is followed when somebody clicks it; it is not fetched."""

POLICY = re.compile(r"""<meta\s+http-equiv="Content-Security-Policy"\s+content="([^"]*)"\s*/?>""")


def check_own_files(site: Path) -> None:
    """Check that the site's own text files name no other host, and that the page forbids the browser to ask one.

    Raises
    ------
    StaticSiteError
        Lists each file and the address in it.
    """
    own = [path for path in sorted(site.rglob("*")) if not path.relative_to(site).parts[0].startswith(OTHERS)]
    paths = [path for path in (*own, *site.glob("pyodide-*/pyodide-lock.json")) if path.is_file()]
    named = [f"  {path.relative_to(site)}: {url}" for path in paths for url in other_hosts(path)]
    if named:
        raise StaticSiteError(
            "\n".join(["these files would ask another host; put what they need into the site:", *named])
        )
    policy = POLICY.search((site / "index.html").read_text(encoding="utf-8"))
    if policy is None or "default-src" not in policy[1] or re.search(r"[\w-]+\.[\w-]+|https?:|\*", policy[1]):
        raise StaticSiteError(
            "index.html needs a Content-Security-Policy whose default-src names no host, so that the browser refuses "
            "whatever stlite or a wheel might ask of another one"
        )


def other_hosts(path: Path) -> list[str]:
    """Return the addresses on other hosts that a text file names, links that a person would click left aside."""
    if path.suffix not in TEXT:
        return []
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = LINK.sub("", text)
    return [url for url in HOST.findall(text) if not url.startswith(NAMES)]
