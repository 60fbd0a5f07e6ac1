"""Running and writing: papermill executes, a renderer renders, a quarter is swapped in whole."""
