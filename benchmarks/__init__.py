"""Measurements and demonstrations of the whole program; not part of what is shipped."""
