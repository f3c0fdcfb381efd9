"""When things happen: clocks, timers, sweeps, working time."""
