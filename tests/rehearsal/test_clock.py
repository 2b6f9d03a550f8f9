"""The clock rules, each at its very edge, by arithmetic on the session's times."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.rehearsal import clock
from authoring.rehearsal.clock import GRACE, Phase
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.sitting import Ended, Sitting
from authoring.sessions import BEIJING
from authoring.sessions.timing import Timing

START = datetime(2026, 12, 19, 9, tzinfo=BEIJING)
TIMING = Timing(start=START, end=START + timedelta(minutes=150), late_entry_minutes=15, max_extra_minutes=20)
"""Opens 8:00, entry until 9:15, 120 minutes, hand-in after 30, ends 11:30."""
MOMENT = timedelta(milliseconds=1)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def sitting(**fields: Any) -> Sitting:
    return Sitting(candidate=1, **fields)


def refusal(call: Any, *given: Any) -> str:
    try:
        call(*given)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-61, Phase.BEFORE), (-60, Phase.CHECK_IN), (0, Phase.LATE_ENTRY), (15, Phase.CLOSED), (150, Phase.CLOSED)],
)
def test_before_the_first_question(minutes: float, expected: Phase) -> None:
    assert clock.phase(TIMING, sitting(), 0, at(minutes)) is expected
    assert clock.phase(TIMING, sitting(), 0, at(minutes) - MOMENT) is not expected or minutes in {-61, 150}


@pytest.mark.parametrize(
    ("began", "granted", "expected"),
    [
        (0, 0, 120),
        (10, 0, 130),
        (15, 0, 135),
        (0, 10, 130),
        (0, 20, 140),
        (0, 60, 140),  # no more than the session allows
        (15, 20, 150),  # the end of the session
    ],
)
def test_the_deadline(began: float, granted: int, expected: float) -> None:
    assert clock.deadline(TIMING, sitting(began_at=at(began)), granted, at(began)) == at(expected)


def test_what_the_invigilator_gives_and_pauses_move_the_end_beyond_the_session() -> None:
    one = sitting(began_at=at(15), extra_minutes=10, stopped_ms=5 * 60_000)
    assert clock.deadline(TIMING, one, 20, at(20)) == at(165)


def test_a_pause_stops_the_clock_only_where_it_says_so() -> None:
    paused = sitting(began_at=at(0), paused_at=at(30), clock_stopped=True)
    assert clock.deadline(TIMING, paused, 0, at(37)) == at(127)
    lost = paused.model_copy(update={"clock_stopped": False})
    assert clock.deadline(TIMING, lost, 0, at(37)) == at(120)
    assert refusal(clock.require_answering, TIMING, paused, 0, at(37)) == "paused"
    assert refusal(clock.require_hand_in, TIMING, paused, 0, at(37)) == "paused"
    assert clock.phase(TIMING, paused, 0, at(300)) is Phase.PAUSED


def test_answering_ends_with_the_deadline_and_what_is_on_its_way() -> None:
    one = sitting(began_at=at(0))
    assert refusal(clock.require_answering, TIMING, sitting(), 0, at(1)) == "not_begun"
    assert refusal(clock.require_answering, TIMING, one, 0, at(120) + GRACE - MOMENT) == ""
    assert refusal(clock.require_answering, TIMING, one, 0, at(120) + GRACE) == "ended"
    assert clock.over_at(TIMING, one, 0, at(120) + GRACE - MOMENT) is None
    assert clock.over_at(TIMING, one, 0, at(120) + GRACE) == at(120)
    by_hand = TIMING.model_copy(update={"auto_hand_in": False})
    assert clock.over_at(by_hand, one, 0, at(1000)) is None
    assert clock.phase(by_hand, one, 0, at(1000)) is Phase.TIME_OVER
    assert refusal(clock.require_answering, by_hand, one, 0, at(1000)) == "ended"
    assert refusal(clock.require_hand_in, by_hand, one, 0, at(1000)) == ""


def test_hand_in_not_before_its_time() -> None:
    one = sitting(began_at=at(10))
    assert refusal(clock.require_hand_in, TIMING, sitting(), 0, at(10)) == "not_begun"
    assert refusal(clock.require_hand_in, TIMING, one, 0, at(40) - MOMENT) == "early"
    assert refusal(clock.require_hand_in, TIMING, one, 0, at(40)) == ""


def test_entry() -> None:
    asked = sitting(identity_asked_at=at(14))
    assert refusal(clock.require_entry, TIMING, sitting(), at(-60) - MOMENT) == "not_open"
    assert refusal(clock.require_entry, TIMING, sitting(), at(15) - MOMENT) == ""
    assert refusal(clock.require_entry, TIMING, sitting(), at(15)) == "entry_closed"
    assert refusal(clock.require_entry, TIMING, asked, at(20)) == ""
    assert refusal(clock.require_entry, TIMING, asked, at(150)) == "entry_closed"


def test_who_has_ended_stays_so() -> None:
    done = sitting(began_at=at(0), ended=Ended.HANDED_IN, ended_at=at(50))
    assert clock.phase(TIMING, done, 0, at(51)) is Phase.ENDED
    assert refusal(clock.require_answering, TIMING, done, 0, at(51)) == "ended"
    assert clock.over_at(TIMING, done, 0, at(500)) is None


@given(
    began=st.integers(0, 15), granted=st.integers(0, 300), extra=st.integers(0, 60), pauses=st.lists(st.integers(0, 30))
)
def test_nobody_loses_time_and_nobody_gets_more_than_was_given(
    began: int, granted: int, extra: int, pauses: list[int]
) -> None:
    one = sitting(began_at=at(began), extra_minutes=extra, stopped_ms=sum(pauses) * 60_000)
    end = clock.deadline(TIMING, one, granted, at(began))
    assert end is not None
    own = min(began + 120 + min(granted, 20), 150)
    assert end == at(own + extra + sum(pauses))
