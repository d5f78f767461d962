"""The only room that touches DuckDB."""
