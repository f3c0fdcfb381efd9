"""Speed and quality, measured: `make bench` runs them; nothing here is a test."""
