"""The formats of files: one each. Plain Python, to be read apart."""
