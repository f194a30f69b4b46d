"""Making a case: an empty folder, a quick sheet, or a place becomes tables that a person goes on editing.

Everything here works on private tables, before the gate, and publishes nothing.
"""
