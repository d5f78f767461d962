"""The commands of ``parley``, a module for each group. Heavy imports stand in the functions."""
