"""Running jobs: the store, the runner, cassettes."""
