"""Channels translate: a platform's updates into `Inbound`, a `Sending` into what the platform shows. Nothing else."""
