"""The models as the first page of Cosmos's documentation runs them."""
