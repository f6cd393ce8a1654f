"""Results folders, read and checked, as the objects that chapters ask."""
