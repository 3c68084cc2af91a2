"""The program that the organisation hosts: it introduces two apps and forwards what it cannot read."""
