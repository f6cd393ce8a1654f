"""What is read while a stack is measured: CPU, memory, containers, step log, tables, machine."""
