"""Hypothesis on a machine that has other things to do as well: no example fails for being slow."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
