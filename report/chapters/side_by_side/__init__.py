"""The chapter that shows both wrappers side by side, their code as it is in the files when the report is written."""
