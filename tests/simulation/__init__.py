"""Simulation: months of a town in seconds, with crashes between any two writes, and never twice the same way.

`harness` plays; what may happen and what must hold is each package's (`tests/simulation.py` there, in the form of
`ventanilla.common.testing`); `town` is where it happens. A failure prints its seed: `SIMULATION_SEED=… pytest
tests/simulation` plays it again, step by step.
"""
