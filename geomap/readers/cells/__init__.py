"""Cells of a foreign table: text in, values and reasons out, in whole columns."""
