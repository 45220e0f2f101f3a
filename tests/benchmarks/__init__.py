"""Benchmarks: run on demand by `make bench`; no test asserts a time."""
