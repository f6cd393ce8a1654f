"""The family idle: what a deployment costs that has nothing to do."""
