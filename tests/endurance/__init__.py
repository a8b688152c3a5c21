"""Endurance: real processes, a real database that waits for its disk, and what happens to them.

`installation` is a `ventanilla serve` of its own, `clients` are persons and officials who try again when something
fails, `acknowledged` is what they were told, `killer` is who kills, `inspection` looks at what is left, in a program of
its own, and asks the invariants that the simulation asks too (`tests/simulation`).
"""
