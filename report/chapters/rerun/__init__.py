"""The chapter on failures and changes."""
