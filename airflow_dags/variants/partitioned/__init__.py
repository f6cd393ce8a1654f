"""The days as partition keys, not as data intervals."""
