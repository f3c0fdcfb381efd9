"""What a message means: text in, Understanding out. Pure; knows names only from the lexicon it is given."""
