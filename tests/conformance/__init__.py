"""Runs geomap against conformance suites of other projects where they lie; prints a score."""
