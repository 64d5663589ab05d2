"""Recorded lessons: what the app would send while a lesson runs, in files that play without Python or a server."""
