"""The harness: drives each stack from outside, through its own control plane, and measures."""
