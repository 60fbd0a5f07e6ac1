"""A case for each kind of problem, from which the pages about problems take their examples."""

from problem_cases import call, exports, inputs, work

CASES = (*call.CASES, *inputs.CASES, *exports.CASES, *work.CASES)
