"""What lies in the memory of another process of this user (Linux, proc(5))."""

import re
from pathlib import Path


def memory_of(process_id: int) -> bytes:
    """Return all memory of a process that it can write to, and so all that it received or made.

    Pages of zeros are left out: a search through them takes long.
    """
    found = bytearray()
    maps = Path(f"/proc/{process_id}/maps").read_text()
    with Path(f"/proc/{process_id}/mem").open("rb", buffering=0) as memory:
        for begin, end in re.findall(r"^([0-9a-f]+)-([0-9a-f]+) rw", maps, re.MULTILINE):
            try:
                memory.seek(int(begin, 16))
                found += memory.read(int(end, 16) - int(begin, 16)).replace(bytes(4096), b"")
            except OSError:
                # Regions of the kernel's that cannot be read.
                continue
    return bytes(found)


def resident_of(process_id: int) -> int:
    """Return how much memory a process has in use, in bytes."""
    status = Path(f"/proc/{process_id}/status").read_text()
    (kilobytes,) = re.findall(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    return int(kilobytes) * 1024
