"""The verdict: what was measured on both orchestrators, question by question, and a ranking that the reader weighs."""
