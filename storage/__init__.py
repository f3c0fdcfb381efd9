"""Rows and how they are kept: tables by area, the engine, migrations, media."""
