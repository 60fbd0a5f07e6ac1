"""Exports of the form, turned into answers; they are read here and nowhere else."""
