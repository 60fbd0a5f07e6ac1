"""The kinds of problem by number: each room has a hundred.

100 the call, 200 files and settings, 300 the plan, 400 returns and forms, 500 commentary and
notebooks, 600 building, 700 publishing and verifying, 800 what `sdp check` finds.
"""
