"""Statistics: medians, ratios and how far to trust them."""
