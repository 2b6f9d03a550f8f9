"""The server's clock as a page measures it, by hand: a reply tells the time of the middle of its way."""

import pytest
from playwright.sync_api import Page

from tests.browser.rehearsal.room import Room

MEASURE = """
async ([address, replies]) => {
  const { ServerClock } = await import(address);
  const clock = new ServerClock(() => 0);
  replies.forEach(([time, sent, received]) => clock.measure(time, sent, received));
  return clock.now();
}
"""


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([[1000, 0, 100]], 950),  # the middle of the way is at 50
        ([[1000, 0, 100], [3040, 2000, 2040]], 1020),  # the quicker reply is the better one
        ([[3040, 2000, 2040], [10_000, 9000, 9100]], 1020),  # a slower one that agrees changes nothing
        ([[3040, 2000, 2040], [50_000, 40_000, 40_100]], 9950),  # after a while it does
        ([[3040, 2000, 2040], [69_990, 9000, 9100]], 60_940),  # both cannot be true: the clock was set forward
        ([[69_990, 9000, 9040], [9990, 10_000, 10_100]], -60),  # and back
    ],
)
def test_the_best_reply_of_late_counts(room: Room, desk: Page, replies: list[list[int]], expected: int) -> None:
    desk.goto(f"{room.url}/login")
    assert desk.evaluate(MEASURE, [f"{room.url}/assets/clock.js", replies]) == expected
