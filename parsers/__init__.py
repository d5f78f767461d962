"""Pure room: text in, records out. No network, no disk, no clock, no DuckDB, no Prefect."""
