"""Adds to the package what Streamlit finds beside `app.py`: in a wheel this folder is `nnviz/app`."""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["nnviz", "nnviz.*"]), "nnviz.app"], package_dir={"nnviz.app": "."})
