"""Publishers: an Edition in, files in a folder out. They see what the gate let through and nothing else."""
