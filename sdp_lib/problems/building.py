"""Problems with building reports (SDP-6nn)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

RENDER_FAILED = Kind(
    "SDP-601",
    "A page that could not be made",
    "Pandoc or Typst, which make pages and documents, refused something in the report.",
    "Read what they said, and change what the notebook shows",
)
QUARTO_FAILED = Kind(
    "SDP-602",
    "A page that Quarto could not make",
    "Quarto ended without one of the files that it should have made.",
    "Read what Quarto said, and change what the notebook shows",
)
PICTURE_FAILED = Kind(
    "SDP-603",
    "A picture that could not be drawn for Word",
    "Word shows charts as pictures, and this one could not be turned into a picture.",
    "Draw the chart in another way, or leave docx out of --formats",
)
NO_PIPE = Kind(
    "SDP-604",
    "A renderer that cannot be reached",
    "The process that makes pages has no open input or output.",
    "Run the command again",
)
INPUTS_MOVED = Kind(
    "SDP-605",
    "Inputs that changed while a report was made",
    "Files changed while the report was made, and again when it was made once more. So it may mix "
    "old and new, and is stale.",
    "Run the same command again",
)
NO_DISTRIBUTED = Kind(
    "SDP-610",
    "The package for clusters is missing",
    "`--cluster` needs the package `distributed`, which is an extra of the project.",
    "Install sdp-lib with its extra: pip install 'sdp-lib[cluster]'",
)
NO_SCHEDULER = Kind(
    "SDP-611",
    "A cluster that does not answer",
    "No Dask scheduler answers at the address that was given.",
    "Start 'dask scheduler', or correct the address, which is like tcp://127.0.0.1:8786",
)
NO_WORKERS = Kind(
    "SDP-612",
    "A cluster without workers",
    "The scheduler answers, and it has nobody to do the work.",
    "Start 'dask worker ADDRESS' on each machine",
)
WORKER_WITHOUT_LIBRARY = Kind(
    "SDP-613",
    "A worker that cannot make reports",
    "Each worker of a cluster makes reports with `sdp_lib`, which it could not import.",
    "Install the same packages there as here",
)
WORKER_DIFFERS = Kind(
    "SDP-614",
    "A worker with other versions",
    "Another version of a package can make another page, so all machines need the same.",
    "Install the same packages there as here",
)
