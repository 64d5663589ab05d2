"""Parts of pages by Streamlit's AppTest."""

import tests.quick_app_test  # noqa: F401  (what is the same for all runs, once)
