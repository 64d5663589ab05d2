"""Lets Streamlit look for its components once in a process; imported for that by what runs pages by AppTest.

AppTest begins every run with a search through all installed packages, which takes as long as the page itself. What is
installed does not change while tests run.
"""

from functools import cache

from streamlit.components.v2 import manifest_scanner

manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
