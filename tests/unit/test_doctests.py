import doctest
import importlib
import pkgutil

import pytest

import sdp_lib


def examples():
    """Every docstring of the library that contains an example."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    for module in pkgutil.walk_packages(sdp_lib.__path__, "sdp_lib."):
        for test in finder.find(importlib.import_module(module.name)):
            if test.examples:
                yield pytest.param(test, id=test.name.removeprefix("sdp_lib."))


@pytest.mark.parametrize("example", list(examples()))
def test_the_example_in_the_docstring_holds(example):
    messages = []
    results = doctest.DocTestRunner().run(example, out=messages.append)
    assert results.failed == 0, "".join(messages)
