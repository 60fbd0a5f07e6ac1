"""Running: papermill, its engine and its workers, here or on a cluster; checkpoints."""
