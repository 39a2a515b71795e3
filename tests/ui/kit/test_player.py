from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.gallery_player import sample_peaks
from desktop.ui.kit.player import PlayerStrip, PlayerTexts
from desktop.ui.kit.theme import theme
from desktop.ui.kit.wave import Wave


@pytest.fixture
def wave(shown):
    wave = Wave(name="Position")
    wave.show_peaks(sample_peaks(), 100)
    return shown(wave, 400, 44)


@pytest.fixture
def strip(shown):
    strip = PlayerStrip()
    strip.show_recording(sample_peaks(), 724)
    return shown(strip, 700, 120)


def test_a_click_and_a_drag_seek(wave, qtbot):
    heard = []
    wave.seeked.connect(heard.append)
    qtbot.mousePress(wave, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    qtbot.mouseMove(wave, QPoint(200, 20))
    qtbot.mouseRelease(wave, Qt.MouseButton.LeftButton, pos=QPoint(200, 20))
    qtbot.mouseClick(wave, Qt.MouseButton.RightButton, pos=QPoint(300, 20))
    assert heard[0] == pytest.approx(25)
    assert heard[-1] == pytest.approx(50)
    assert wave.position == heard[-1]


def test_keys_seek_by_five_and_fifteen_and_to_the_ends(wave, qtbot):
    heard = []
    wave.set_position(50)
    wave.seeked.connect(heard.append)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(wave, Qt.Key.Key_Right)
    qtbot.keyClick(wave, Qt.Key.Key_Left)
    qtbot.keyClick(wave, Qt.Key.Key_Right, shift)
    qtbot.keyClick(wave, Qt.Key.Key_Left, shift)
    qtbot.keyClick(wave, Qt.Key.Key_End)
    qtbot.keyClick(wave, Qt.Key.Key_Home)
    qtbot.keyClick(wave, Qt.Key.Key_Left)
    assert heard == [55, 50, 65, 50, 100, 0, 0]


def test_the_played_part_is_full_and_the_rest_faint(wave):
    lane = theme.roles.lane_a
    wave.set_position(50)
    picture = wave.grab().toImage()
    full = [x for x in range(400) if any(picture.pixelColor(x, y) == lane for y in range(44))]
    assert full
    assert max(full) < 200


def test_a_moved_position_repaints_to_the_same_picture(wave):
    wave.set_position(20)
    before = wave.grab().toImage()
    wave.set_position(80)
    assert wave.grab().toImage() != before
    wave.set_position(20)
    assert wave.grab().toImage() == before


def test_another_recording_has_other_peaks(wave):
    before = wave.grab().toImage()
    wave.show_peaks(((1.0,) * 50,), 100)
    assert wave.grab().toImage() != before


def test_a_reader_hears_a_slider_in_seconds(wave):
    wave.set_position(24.7)
    face = QAccessible.queryAccessibleInterface(wave)
    assert face.role() == QAccessible.Role.Slider
    assert face.text(QAccessible.Text.Name) == "Position"
    assert (wave.minimum(), wave.value(), wave.maximum()) == (0, 24, 100)


def test_without_a_recording_there_is_nothing_to_seek(wave, qtbot):
    pictures = [wave.grab().toImage()]
    for show in (wave.show_loading, wave.show_nothing):
        show()
        pictures.append(wave.grab().toImage())
        with qtbot.assertNotEmitted(wave.seeked):
            qtbot.mouseClick(wave, Qt.MouseButton.LeftButton)
    assert pictures[0] != pictures[1] != pictures[2]
    assert not wave.isEnabled()


@pytest.mark.parametrize("lanes", [((0.5,),), ((), ()), ((1.0,) * 10_000, (0.0,) * 3)])
def test_any_number_of_peaks_can_be_shown(lanes, wave):
    wave.show_peaks(lanes, 10)
    assert not wave.grab().isNull()


def _button(strip, name):
    return next(one for one in strip.findChildren(type(strip._play)) if one.accessibleName().startswith(name))


def test_the_keys_ask_and_do_not_decide(strip, qtbot):
    with qtbot.waitSignal(strip.play_toggled):
        qtbot.mouseClick(_button(strip, "Play"), Qt.MouseButton.LeftButton)
    assert _button(strip, "Play")
    strip.set_playing(True)
    assert _button(strip, "Pause").toolTip() == "Pause"
    with qtbot.waitSignal(strip.stepped, check_params_cb=lambda by: by == -5):
        qtbot.mouseClick(_button(strip, "Back"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(strip.stepped, check_params_cb=lambda by: by == 5):
        qtbot.mouseClick(_button(strip, "Forward"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(strip.skip_silence_toggled, check_params_cb=bool):
        qtbot.mouseClick(_button(strip, "Skip"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(strip.save_wanted):
        qtbot.mouseClick(_button(strip, "Save"), Qt.MouseButton.LeftButton)


def test_a_speed_is_chosen_from_the_menu(strip, qtbot):
    qtbot.mouseClick(_button(strip, "Speed"), Qt.MouseButton.LeftButton)
    assert strip._menu.isVisible()
    action = next(one for one in strip._menu.actions() if one.data() == 1.5)
    with qtbot.waitSignal(strip.speed_chosen, check_params_cb=lambda speed: speed == 1.5):
        action.trigger()
    assert _button(strip, "Speed").text() == "1.5x"
    assert [one.data() for one in strip._menu.actions() if one.isChecked()] == [1.5]


@pytest.mark.parametrize("state", ["show_nothing", "show_loading"])
def test_without_sound_no_key_can_be_pressed(state, strip):
    getattr(strip, state)()
    assert not any(one.isEnabled() for one in strip.findChildren(type(strip._play)))


def _drag(qtbot, wave, start, end, modifiers=Qt.KeyboardModifier.NoModifier):
    button = Qt.MouseButton.LeftButton
    qtbot.mousePress(wave, button, modifiers, QPoint(start, 20))
    qtbot.mouseMove(wave, QPoint(end, 20))
    qtbot.mouseRelease(wave, button, modifiers, QPoint(end, 20))


def test_shift_and_drag_choose_a_loop_and_a_click_none(wave, qtbot):
    heard, sought = [], []
    wave.loop_chosen.connect(heard.append)
    wave.seeked.connect(sought.append)
    shift = Qt.KeyboardModifier.ShiftModifier
    _drag(qtbot, wave, 300, 100, shift)
    _drag(qtbot, wave, 100, 101, shift)
    assert heard == [(pytest.approx(25), pytest.approx(75)), None]
    assert not sought


def test_a_loop_is_painted_and_its_edges_are_dragged(wave, qtbot):
    plain = wave.grab().toImage()
    wave.set_loop((25, 75))
    assert wave.grab().toImage() != plain
    with qtbot.waitSignal(wave.loop_chosen) as heard:
        _drag(qtbot, wave, 300, 200)
    assert heard.args == [(pytest.approx(25), pytest.approx(50))]
    wave.set_loop(None)
    wave.leaveEvent(QEvent(QEvent.Type.Leave))
    assert wave.grab().toImage() == plain


def test_the_pointer_shows_its_time_and_leaves_nothing_behind(wave, qtbot):
    plain = wave.grab().toImage()
    qtbot.mouseMove(wave, QPoint(390, 20))
    assert wave.grab().toImage() != plain
    wave.leaveEvent(QEvent(QEvent.Type.Leave))
    assert wave.grab().toImage() == plain


def test_a_reader_that_moves_the_slider_seeks(wave, qtbot):
    with qtbot.waitSignal(wave.seeked) as heard:
        QAccessible.queryAccessibleInterface(wave).valueInterface().setCurrentValue(30)
    assert heard.args == [30.0]


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [520, 600, 740, 1100])
@pytest.mark.parametrize("skip", ["Skip silence", "Sauter tous les silences"])
def test_nothing_is_cut_at_any_width(shown, width, scale, skip):
    theme.scale = scale
    strip = PlayerStrip(PlayerTexts(skip_silence=skip))
    strip.show_recording(sample_peaks(), 4210)
    strip.set_time(3725, 4210)
    strip.set_speed(1.25)
    strip.set_loop((250, 420))
    strip.set_note("No sound device here")
    shown(strip, round(width * scale), round(112 * scale))
    seen = [one for one in (*strip.findChildren(Button), strip._time, strip._note) if one.isVisible()]
    assert all(one.width() >= one.sizeHint().width() for one in seen)
    places = sorted((one.x(), one.x() + one.width()) for one in seen)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    assert places[-1][1] <= strip.width()
    assert strip._skip.accessibleName() == skip
