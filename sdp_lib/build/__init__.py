"""Running and writing: papermill executes, a renderer renders, and a quarter is swapped in whole."""
