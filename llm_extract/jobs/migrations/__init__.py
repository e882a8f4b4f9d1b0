"""Migrations of the store, appended and never changed."""
