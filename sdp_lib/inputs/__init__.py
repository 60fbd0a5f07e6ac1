"""Reading inputs: the only package that opens input files."""

import os

# pandera imports typeguard, which would ask every installed package whether it has checks for it.
os.environ.setdefault("TYPEGUARD_DISABLE_PLUGIN_AUTOLOAD", "1")
