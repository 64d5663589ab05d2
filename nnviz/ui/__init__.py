"""The only code inside the package that knows Streamlit."""
