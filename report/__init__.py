"""Reads results folders and writes what they say: report.md, index.html and the pictures beside them."""
