"""Papers, forms, shuffles and codes: neighbours differ, forms are balanced, codes are unique and not to be guessed."""

from collections import Counter
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.errors import UsageError
from authoring.roster.assignment import Assignment, assign, in_seat_order, neighbours_alike
from authoring.roster.candidate import Candidate, Roster
from authoring.roster.codes import draw_codes
from authoring.roster.entries import ExamRoster, enter, read_entries
from authoring.sessions import PaperUse
from authoring.sessions.account import Login
from authoring.sessions.second_camera import AMBIGUOUS, AppCode, ExamCode
from tests.roster.people import id_number, person, read, session


def candidate(number: int, room: str = "", seat: str = "", speciality: str = "") -> Candidate:
    return Candidate(
        number=number,
        name="考生",
        phone=str(13800138000 + number),
        id_number=id_number(),
        room=room,
        seat=seat,
        speciality=speciality,
    )


seated = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 99), st.sampled_from(("S01", "S02"))),
    unique_by=lambda place: place[:2],
    max_size=60,
).map(lambda places: [candidate(n, str(r), str(s), sp) for n, (r, s, sp) in enumerate(places, start=1)])
forms = st.lists(st.sampled_from("ABCDE"), min_size=2, max_size=5, unique=True).map(tuple)


@settings(max_examples=60)
@given(seated, forms, st.integers(0, 10**6))
def test_neighbours_differ_and_forms_are_balanced(people: list[Candidate], names: tuple[str, ...], seed: int) -> None:
    uses = [PaperUse(paper="P1", forms=names, speciality="S01"), PaperUse(paper="P2", forms=names)]
    given_ = {one.number: one for one in assign(people, uses, seed)}
    assert assign(people, uses, seed) == tuple(given_.values())
    for _, room in groupby(in_seat_order(people), lambda one: one.room):
        for one, other in pairwise(given_[sitting.number] for sitting in room):
            assert (one.paper, one.form) != (other.paper, other.form)
    for paper in ("P1", "P2"):
        counts = Counter(one.form for one in given_.values() if one.paper == paper)
        assert max(counts.values(), default=0) - min((counts[name] for name in names), default=0) <= 1
    assert all(given_[one.number].paper == ("P1" if one.speciality == "S01" else "P2") for one in people)
    assert len({one.shuffle for one in given_.values()}) == len(people)


def test_another_seed_another_assignment() -> None:
    people = [candidate(number) for number in range(1, 31)]
    uses = [PaperUse(paper="P1", forms=("A", "B", "C"))]
    assert assign(people, uses, 1) != assign(people, uses, 2)


def test_seats_in_order() -> None:
    people = [candidate(1, "10", "2"), candidate(2, "2", "10"), candidate(3, "2", "9"), candidate(4, "A教室", "1")]
    assert [one.number for one in in_seat_order(people)] == [3, 2, 1, 4]


@pytest.mark.parametrize(
    "uses", [[], [PaperUse(paper="P1", forms=())], [PaperUse(paper=name, forms=("A",)) for name in ("P1", "P2")]]
)
def test_no_paper_or_several(uses: list[PaperUse]) -> None:
    with pytest.raises(UsageError, match="正好对应一份"):
        assign([candidate(1)], uses, 1)


def test_one_form_only_is_told() -> None:
    people = [candidate(1, "1", "1"), candidate(2, "1", "2")]
    alone = [Assignment(number=n, paper="P1", form="A", shuffle=n) for n in (1, 2)]
    assert [one.code for one in neighbours_alike(people, alone)] == ["R261"]
    assert neighbours_alike([candidate(1), candidate(2)], alone) == []


def test_codes_follow_the_session() -> None:
    own = draw_codes(AppCode(), 2000)
    assert len(set(own)) == 2000
    assert all(len(code) == 9 and not set(code) & set(AMBIGUOUS) for code in own)
    assert draw_codes(AppCode(), 2000) != own
    assert len(set(draw_codes(ExamCode(), 50))) == 1
    assert draw_codes(ExamCode(value="ADFRHPDH3"), 2) == ["ADFRHPDH3"] * 2
    with pytest.raises(UsageError, match="不够用"):
        draw_codes(AppCode(length=4), 400)  # 25⁴ = 390,625 < 1000 · 400


def test_entries_are_whole_and_show_nothing() -> None:
    rules = session(login=Login(initial_password=None))
    roster, report = read([person(number) for number in range(40)])
    assert report.passed
    made, doubts = enter(roster, rules, seed=7)
    again, _ = enter(roster, rules, seed=7)
    assert len(doubts) == 0
    assert [(e.form, e.shuffle) for e in made.entries] == [(e.form, e.shuffle) for e in again.entries]
    assert [e.app_code for e in made.entries] != [e.app_code for e in again.entries]
    assert len({entry.password for entry in made.entries}) == 40
    assert read_entries(made.model_dump_json().encode()) == made
    entry = made.entries[0]
    told = repr(made) + repr(entry)
    secrets = (entry.app_code, entry.exam_code, entry.password, entry.candidate.phone, entry.candidate.id_number)
    assert [secret for secret in secrets if secret in told] == []


def test_an_empty_roster() -> None:
    made, _ = enter(Roster(), session(), seed=1)
    assert made == ExamRoster(session="E1", seed=1, entries=())
