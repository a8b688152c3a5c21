"""Measures of speed and size, each beside a peer of the same run. `python -m bench` runs all; README.md explains."""
