"""Journeys: what persons do from the first page to the last, in a real browser against the whole platform.

`town` is the world (two communes, served, with a real database), `visitor` somebody with a browser, `inspection` what
every page must be, `licence` the steps of one procedure. `pytest -m browser tests/journeys` runs them all.
"""
