"""The session's rules, pure: states, rights, the tables of what follows what, and what a window is told."""
