"""Capacity for pages: it is never exceeded, and no page waits for ever."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

from support import PATIENCE, wait_until

from sdp_lib.pipeline.render.capacity import Capacity


def test_pages_under_way_never_exceed_the_capacity():
    room, lock, under_way, most = Capacity(10), Lock(), 0, 0

    def work(size: int) -> None:
        nonlocal under_way, most
        with room.taken(size):
            with lock:
                under_way += size
                most = max(most, under_way)
            time.sleep(0.001)
            with lock:
                under_way -= size

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, [3, 4, 7, 1, 2, 10] * 10))
    assert 3 < most <= 10
    assert room.left == 10


def test_a_page_larger_than_the_capacity_is_made_alone():
    room = Capacity(10)
    with room.taken(3) as alone:
        assert not alone
    with room.taken(11) as alone:
        assert alone
        assert room.left == 0


def test_a_large_page_is_not_overtaken_by_small_ones_for_ever():
    room, order, first_in, let_go = Capacity(10), [], Event(), Event()

    def work(name: str, size: int) -> None:
        with room.taken(size):
            order.append(name)
            if name == "first":
                first_in.set()
                let_go.wait(PATIENCE)

    with ThreadPoolExecutor(3) as pool:
        pool.submit(work, "first", 5)
        first_in.wait(PATIENCE)
        pool.submit(work, "large", 10)
        wait_until(lambda: len(room._waiting) == 1)
        pool.submit(work, "small", 1)
        wait_until(lambda: len(room._waiting) == 2)
        let_go.set()
    assert order == ["first", "large", "small"]


def test_a_failure_frees_its_capacity():
    room = Capacity(10)
    try:
        with room.taken(10):
            raise OSError
    except OSError:
        pass
    assert room.left == 10
