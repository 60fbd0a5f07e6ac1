"""Problems with publishing and verifying (SDP-7nn)."""

from __future__ import annotations

from sdp_lib.problems.kind import Kind

NO_BUILD = Kind(
    "SDP-701",
    "No build to publish",
    "`sdp publish` takes what `sdp report` has made, and there is nothing of this quarter.",
    "Run 'sdp report' and publish again",
)
NOT_FRESH = Kind(
    "SDP-702",
    "A build that is not fresh",
    "A report is missing, has failed, or was made from inputs that have changed since. Only a "
    "build that is fresh as a whole is published.",
    "Run 'sdp report' and publish again",
)
NOT_SIGNED_OFF = Kind(
    "SDP-703",
    "A draft that would be published as final",
    "`state` in the quarter's parameters is `draft`, so nobody has signed it off.",
    "Publish it with --draft, or sign it off, make the reports again and publish them",
)
NOT_A_DRAFT = Kind(
    "SDP-704",
    "A final report that would be published as a draft",
    "`state` in the quarter's parameters is `final`, and `--draft` was given.",
    "Leave out --draft, or write state: draft",
)
NO_PLACE_FOR_LINKS = Kind(
    "SDP-705",
    "A page without a place for links",
    "A published page leads to the rest of the site. The links go between two comments that the "
    "template of the pages holds.",
    "Keep the two comments in the template, and make the report again",
)
VERSION_CHANGED = Kind(
    "SDP-706",
    "A published version that has changed",
    "A published version never changes, and a file of this one differs from what was published.",
    "Restore it from a copy of the site",
)
NO_NOTE = Kind(
    "SDP-707",
    "A new version without a reason",
    "A version of this quarter has been published, and readers want to know why there is another.",
    "Add --note with the reason",
)
PERSONAL_ON_PAGE = Kind(
    "SDP-713",
    "Personal data in what would be published",
    "A page, a download or a note seems to hold an address or a number of a person. What is "
    "published names posts, not people.",
    "Run 'sdp check' to see which answer, plan or commentary it comes from, correct that and make "
    "the reports again. If it belongs to no person, list it under not_personal in council.yml",
)
BAD_KEY = Kind(
    "SDP-708",
    "Not a key that can sign",
    "Statements are signed with a private Ed25519 key in PEM form, without a password.",
    "Make one with 'openssl genpkey -algorithm ed25519 -out new-key.pem'",
)
OTHER_FILES = Kind(
    "SDP-709",
    "A folder that is not a site",
    "The folder holds other files, and `sdp publish` does not mix a site with them.",
    "Name an empty folder, or the folder of a site",
)
BAD_VERSIONS = Kind(
    "SDP-710",
    "A list of versions that cannot be read",
    "`versions.json` lists what has been published, and it is not as `sdp publish` wrote it.",
    "Restore it from a copy of the site",
)
NO_SITE = Kind(
    "SDP-711",
    "A site that does not exist",
    "Only a version that is on a site can be withdrawn.",
    "Correct --to",
)
NO_SUCH_VERSION = Kind(
    "SDP-712",
    "A version that cannot be withdrawn",
    "The version was never published, or was withdrawn earlier.",
    "Choose a version that is on the site",
)
NO_WHOLE_BUILD = Kind(
    "SDP-720",
    "No whole build to verify",
    "`sdp verify` makes a build again and compares every file, so the build has to be whole.",
    "Run 'sdp report' and verify again",
)
REBUILD_REFUSED = Kind(
    "SDP-721",
    "A build that cannot be made again",
    "The inputs were good when the reports were made, and are refused now.",
    "Put that right and verify again",
)
NOT_PUBLISHED = Kind(
    "SDP-722",
    "Not a published site",
    "A site that `sdp publish` made has a file `versions.json`.",
    "Name the folder of a site",
)
NOT_IDENTICAL = Kind(
    "SDP-723",
    "Files that differ from what was made or published",
    "A build that was made again, or a site, has files that are missing, additional or changed.",
    "Find out who changed the files that are named, and restore them or make the reports again",
)
