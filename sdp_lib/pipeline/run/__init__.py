"""Running of notebooks: papermill, its engine and its workers, here or on a cluster."""
