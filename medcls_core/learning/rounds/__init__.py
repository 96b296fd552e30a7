"""A round of learning: labels chosen, a candidate trained, a gate, and a person who decides."""
