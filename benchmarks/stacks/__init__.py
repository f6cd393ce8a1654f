"""The stacks, a folder each: how it is driven through its own control plane, its contenders, its recoveries."""
