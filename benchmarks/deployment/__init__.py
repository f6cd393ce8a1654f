"""What runs where: environments, PostgreSQL, processes and their supervisor, addresses of running stacks."""
