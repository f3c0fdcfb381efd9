"""Running a company: importing it, inviting its people, a changed policy, what the understanding learns from use."""
