"""The chapter on chains of steps that do next to nothing, beside published figures of other engines."""
