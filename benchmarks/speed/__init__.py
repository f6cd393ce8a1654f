"""How fast the core is, against PostgreSQL's own COPY and against the same steps written naively."""
