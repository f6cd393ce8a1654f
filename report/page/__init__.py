"""Pages: what they are made of, and how they are written as Markdown and HTML."""
