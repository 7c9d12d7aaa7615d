"""factwire: structured, sourced, normalized facts from agency reports on relations between countries."""
