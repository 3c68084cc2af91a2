import math

from benchmarks.screen.figures import NORMAL, figures
from benchmarks.screen.measurement import Result
from benchmarks.screen.report import report
from benchmarks.screen.summary import Summaries


def result(subject: str, work: str, number: int, latency: float, *, bytes_passed: int = 1000) -> Result:
    return Result(
        subject,
        work,
        "free",
        NORMAL,
        number,
        seconds=10.0,
        line_seconds=10.0,
        made=2,
        shown=2,
        latencies=[latency, 2 * latency],
        to_client=bytes_passed,
        settled=10.0,
    )


def test_rounds_are_put_together() -> None:
    rounds = [result("pomoc", "flash", 0, 10.0), result("pomoc", "flash", 1, 30.0, bytes_passed=3000)]
    summary = Summaries(rounds).of("pomoc", "flash", "free", NORMAL)
    assert summary.p50 == 25.0
    assert summary.shown == 0.2
    assert summary.kilobits == 4000 * 8 / 1000 / 20
    assert summary.settled == 10.0


def test_a_figure_says_whether_it_was_reached() -> None:
    results = Summaries([result("pomoc", "flash", 0, 6.0), result("tigervnc", "flash", 0, 10.0)])
    found = {figure.what: figure for figure in figures(results)}
    assert found["flash p50"].value == 0.6
    assert found["flash p50"].reached
    slower = Summaries([result("pomoc", "flash", 0, 9.0), result("tigervnc", "flash", 0, 10.0)])
    assert not next(figure for figure in figures(slower) if figure.what == "flash p50").reached


def test_what_was_not_measured_is_no_figure() -> None:
    assert figures(Summaries([])) == []
    alone = figures(Summaries([result("pomoc", "echo", 0, 6.0)]))
    assert [figure.what for figure in alone] == ["echo settled, exact picture after"]


def test_one_round_that_was_never_exact_makes_the_whole_inexact() -> None:
    rounds = [result("pomoc", "page", 0, 6.0), result("pomoc", "page", 1, 6.0)]
    rounds[1].settled, rounds[1].left = None, 41.0
    summary = Summaries(rounds).of("pomoc", "page", "free", NORMAL)
    assert math.isinf(summary.settled)
    assert summary.left == 41.0


def test_the_report_has_every_subject_and_every_failure() -> None:
    failed = Result("x11vnc", "flash", "free", NORMAL, 0, failure="not installed: x11vnc")
    text = report([result("pomoc", "flash", 0, 6.0), failed])
    assert "| work | pomoc | x11vnc |" in text
    assert "not installed: x11vnc" in text


def test_what_is_missed_by_little_does_not_look_reached() -> None:
    text = report([result("pomoc", "flash", 0, 7.003), result("tigervnc", "flash", 0, 10.0)])
    assert "| flash p50 | 0.7003 | <= 0.70 of TigerVNC's | **missed** |" in text
