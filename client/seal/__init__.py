"""From a code to sealed records: pairing, the agent's identity, records and chunks. No I/O."""
