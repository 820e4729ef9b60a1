import numpy as np

from edits import HALVES, LEAST_STEP, Edited, Views, edited_film, measured, odds, recorded, steps, stretches, thinned


def test_a_film_has_its_edits_in_order_and_within_it():
    film = edited_film(3)
    assert len(film.edits) >= 6
    seconds = [second for second, _, _ in film.edits]
    assert seconds == sorted(seconds)
    assert 0 < seconds[0] and seconds[-1] < len(film.looks) / film.rate


def test_a_film_follows_from_its_seed():
    assert (edited_film(5).looks == edited_film(5).looks).all()


def noise(seed):
    return np.random.default_rng(seed).uniform(0, 255, (27, 48, 3))


def test_a_cut_is_a_step_and_is_told_so():
    film = Edited(np.stack([noise(1)] * 20 + [noise(2)] * 20).astype(np.uint8), 25, [(0.8, "cut", 0.0)])
    at, _ = steps(Views.of(film.looks), film.rate)
    assert at.tolist() == [20]
    assert measured(film).are_cuts.tolist() == [1]


def test_a_dissolve_is_a_blend_and_half_of_one_is_left_out():
    shares = np.clip((np.arange(60) - 20) / 20, 0, 1)[:, None, None, None]
    film = Edited((noise(1) * (1 - shares) + noise(2) * shares).astype(np.uint8), 12.5, [(2.4, "dissolve", 1.6)])
    found = measured(film)
    assert found.are_dissolves.sum() >= 2
    residue = found.dissolves[found.are_dissolves > 0][:, 1]
    assert residue.max() < 0.05
    assert (found.are_dissolves == 0).sum() == 0


def test_what_stays_where_it_is_in_another_light_is_no_stretch_at_all():
    light = np.linspace(0.4, 1, 40)[:, None, None, None]
    views = Views.of((noise(4) * light).astype(np.uint8))
    assert all(len(stretches(views, half)[0]) == 0 for half in HALVES)


def test_looks_are_thinned_to_a_pace():
    assert thinned(np.zeros((100, 1)), 25)[0].shape[0] == 50
    assert thinned(np.zeros((100, 1)), 5)[1] == 0.2


def test_small_steps_are_no_candidates():
    still = np.full((20, 27, 48, 3), 100, np.uint8)
    still[10:] += int(LEAST_STEP) - 1
    assert len(steps(Views.of(still), 25)[0]) == 0


def test_a_recording_has_the_cut_and_the_dissolve():
    net = lambda count: {"mean": np.zeros(count), "spread": np.ones(count), "hidden": np.ones((1, count)), "hidden_bias": np.zeros(1), "out": np.ones(1), "out_bias": 0.5}
    found = recorded({"cut": net(9), "dissolve": net(12)})
    assert 2.4 in [second for second, _ in found["cuts"]]
    assert found["stretches"]
    assert odds(net(9), np.zeros((1, 9))) == 0.5
