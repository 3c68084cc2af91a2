from client.input.watcher import JITTER_SECONDS, NOTICE_INTERVAL, DeadZone, Throttle


def test_a_shaken_table_is_not_a_movement() -> None:
    zone = DeadZone()
    assert not any(zone.moved((-1) ** step, 0, step * 0.008) for step in range(100))


def test_a_twitch_is_a_movement() -> None:
    zone = DeadZone()
    assert [zone.moved(1, 1, step * 0.008) for step in range(3)] == [False, False, True]
    assert DeadZone().moved(0, -3, 0.0)


def test_a_slow_movement_adds_up() -> None:
    zone = DeadZone()
    assert [zone.moved(1, 0, step * 0.09) for step in range(3)] == [False, False, True]


def test_single_bumps_far_apart_do_not_add_up() -> None:
    zone = DeadZone()
    assert not any(zone.moved(1, 0, step * (JITTER_SECONDS + 0.01)) for step in range(20))


def test_the_throttle_passes_the_first_at_once() -> None:
    throttle = Throttle()
    times = (0.0, 0.05, NOTICE_INTERVAL, 0.12)
    assert [throttle.passes(now) for now in times] == [True, False, True, False]
