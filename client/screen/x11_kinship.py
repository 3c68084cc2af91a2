"""What a window of an X display answers to: its own names and those of the windows that it belongs to. Pure.

A menu of a password manager often has no name of its own. A dialog names the window for which it is
transient; a popup belongs to its program: the same process, the same leader, or at least the same
connection to the display, which the ids of its windows tell (X11 protocol, resource-id-base).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from client.screen.x11_identity import Identity, Program

_OWNERS: Final = 8
"""A chain of dialogs is followed this far."""


class Names(NamedTuple):
    """Everything that a window answers to."""

    titles: tuple[str, ...]
    class_names: tuple[str, ...]


def names_of_all(identities: Mapping[int, Identity]) -> dict[int, Names]:
    """Return the names of these children of the root window, by their ids. Unmapped ones count as relatives."""
    home = {member: top for top, identity in identities.items() for member in identity.members}
    programs: defaultdict[Program, list[Identity]] = defaultdict(list)
    for identity in identities.values():
        for program in identity.programs:
            programs[program].append(identity)
        for member in identity.members:
            # A leader is a window too, often one that is never shown, and bears the names of its program.
            programs["leader", member].append(identity)
    return {top: _names(identity, identities, home, programs) for top, identity in identities.items()}


def _names(
    identity: Identity,
    identities: Mapping[int, Identity],
    home: Mapping[int, int],
    programs: Mapping[Program, list[Identity]],
) -> Names:
    relatives = [identity]
    chain = [identity]
    for _ in range(_OWNERS):
        chain = [identities[home[owner]] for link in chain for owner in link.owners if owner in home]
        relatives += chain
    if any(relative.popup for relative in relatives):
        known = [name for relative in relatives for name in relative.programs]
        relatives += [kin for name in known for kin in programs.get(name, ())]
    titles = {title for relative in relatives for title in relative.titles}
    class_names = {name for relative in relatives for name in relative.class_names}
    return Names(tuple(sorted(titles)), tuple(sorted(class_names)))
