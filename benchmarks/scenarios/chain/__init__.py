"""Steps one after the other that do next to nothing: what an orchestrator takes to hand one to the next."""
