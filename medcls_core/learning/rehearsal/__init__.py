"""The whole loop rehearsed on a set whose labels are known: store, rounds, gate, decisions."""
