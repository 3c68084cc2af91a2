"""argv -> customer mode, agent mode, or a command without windows."""

import sys


def main() -> int:
    """Run the program with this process's arguments."""
    arguments = sys.argv[1:]
    # Imported only when needed: where a log is checked there may be neither a display nor its libraries.
    if arguments[:1] == ["audit"]:
        from client.audit_command import main as run_audit

        return run_audit(arguments[1:])
    from client.app import main as run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
