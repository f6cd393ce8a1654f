"""The chapter on testing and changing both wrappers, from the files that `bench ergonomics` writes."""
