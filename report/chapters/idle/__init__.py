"""The chapter on deployments that have nothing to do."""
