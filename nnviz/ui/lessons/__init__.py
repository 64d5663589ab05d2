"""Lessons in the app: the bar of a lesson, and the routes beside Streamlit that phones and the presenter use."""
