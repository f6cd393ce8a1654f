"""The rerun family: a fault or a change, and the recovery that its users ask for."""
