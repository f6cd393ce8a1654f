"""Sections that several chapters have; no chapter of its own."""
