"""Reads a results folder and writes what it says: report.md, index.html and the pictures beside them."""
