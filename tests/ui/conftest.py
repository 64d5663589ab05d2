"""Parts of pages by Streamlit's AppTest."""

import tests.streamlit_components  # noqa: F401  (the search for components, once)
