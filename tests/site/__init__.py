"""A real HTTP server on loopback that plays the watched sites, with every fault of theirs."""
