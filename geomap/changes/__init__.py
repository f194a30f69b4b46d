"""What differs between two states of a case or table: rows, marks, and the note that a correction needs.

A working tool on private tables. Every value says whether an output may hold it; correction notes hold nothing else.
"""
