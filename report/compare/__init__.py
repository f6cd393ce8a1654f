"""Two results folders, A and B, side by side: before and after a change of version, or on two machines."""
