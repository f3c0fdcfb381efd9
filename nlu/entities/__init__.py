"""Names, roles, codes and sums in a message."""
