"""What is written down about a session: the audit log of either side, and its verification."""
