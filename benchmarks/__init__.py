"""Measurements, apart from the tests: each prints its figures with one command."""
