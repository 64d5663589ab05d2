"""Lessons as data: a lecture step by step, each step an address of the app, with notes, questions and reveals."""
