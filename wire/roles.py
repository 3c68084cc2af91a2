"""Object identifiers that say what a certificate of the organisation's CA may be used for."""

from typing import Final

AGENT_ROLE: Final = "2.25.2692791501634083611596879198769933310"
"""Extended key usage of an agent's certificate, and the only one in it.

The arc 2.25 (ITU-T X.667, clause 7) turns a random UUID into an identifier that nobody else has.
"""
