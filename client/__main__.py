"""argv -> customer or agent mode."""

import sys

from client.app import main as run


def main() -> int:
    """Run the program with this process's arguments."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
