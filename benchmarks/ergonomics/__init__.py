"""How it is to test and to change each wrapper: the ten intentions timed, mistakes made, change requests counted."""
