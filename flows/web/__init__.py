"""Discovering and fetching: the only modules that speak to the sites of others."""
