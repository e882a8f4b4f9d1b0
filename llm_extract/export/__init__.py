"""Stored records → files for other programs."""
