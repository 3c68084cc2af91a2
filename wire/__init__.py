"""What goes over the line: pure definitions shared by both apps and the server.

Nothing in this package does input or output, reads a clock or draws random numbers.
"""
