"""The only room that touches the network and Prefect; it also holds settings and the command."""
