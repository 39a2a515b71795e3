#!/usr/bin/env python3
"""Set up what is missing and run Sidetone, from a bare clone, with the standard library alone.

    python3 packaging/run.py demo            the window on a sandbox, with a throw-away profile
    python3 packaging/run.py test [ARGS]     the whole test suite (ARGS go to pytest; --fast leaves
                                             the slow and the desktop tests out)
    python3 packaging/run.py app ARGS...     `sidetone ARGS...`, with its streams and its exit code

Everything that is set up lies in `.venv` beside the README; a second start finds it there and does
nothing. What is said while setting up goes to stderr.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHONS = ((3, 13), (3, 12), (3, 11))
LOCKS = {"app": ROOT / "packaging" / "app.lock", "test": ROOT / "packaging" / "test.lock"}

# What Qt's wheels expect from the system: the library that shows it is there, and its package.
QT_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "mesa-libEGL"),
    "libGL.so.1": ("libgl1", "mesa-libGL"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libXrandr.so.2": ("libxrandr2", "libXrandr"),
    "libpulse.so.0": ("libpulse0", "pulseaudio-libs"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl"),
}
# What the tests on a real desktop start: the command that shows it is there, and Debian's package.
DESKTOP_COMMANDS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "setxkbmap": "x11-xkb-utils",
    "import": "imagemagick",
    "dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "xfce4-panel": "xfce4-panel",
    "xfce4-notifyd-config": "xfce4-notifyd",
    "xfconf-query": "xfconf",
    "xdg-open": "xdg-utils",
    "gdbus": "libglib2.0-bin",
    "gnome-keyring-daemon": "gnome-keyring",
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
}


def say(text):
    """Tell the person what goes on, without touching standard output."""
    print(text, file=sys.stderr, flush=True)


def give_up(text):
    """End with a sentence."""
    say(text)
    raise SystemExit(1)


def supported_python():
    """Return the interpreter to build the environment with: this one, or another that fits."""
    if sys.version_info[:2] in PYTHONS:
        return sys.executable
    for major, minor in PYTHONS:
        for found in (shutil.which(f"python{major}.{minor}"), launcher(major, minor)):
            if found:
                return found
    return give_up(
        "Sidetone needs Python 3.11, 3.12 or 3.13, and this is "
        f"{sys.version_info[0]}.{sys.version_info[1]}. Install one of them and run the same command again."
    )


def launcher(major, minor):
    """Ask Windows' launcher for an interpreter, which need not be on the path there."""
    if os.name != "nt" or not shutil.which("py"):
        return None
    asked = subprocess.run(
        ["py", f"-{major}.{minor}", "-c", "import sys; print(sys.executable)"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or None


def loads(library):
    """Whether the dynamic linker finds a library, asked in the way Qt will ask."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def makes_environments(python):
    """Whether this Python has venv with pip in it; Debian splits them into a package."""
    asked = subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    return asked.returncode == 0


def missing_packages(python, *, for_tests):
    """List the system's packages that are missing, by Debian's and by Fedora's names."""
    debian, fedora = [], []
    if not VENV.exists() and not makes_environments(python):
        debian.append("python3-venv")
        fedora.append("python3")
    for library, (deb, rpm) in QT_LIBRARIES.items():
        if not loads(library):
            debian.append(deb)
            fedora.append(rpm)
    if for_tests and is_root() and shutil.which("apt-get"):
        debian += [deb for command, deb in DESKTOP_COMMANDS.items() if not shutil.which(command)]
    return debian, fedora


def is_root():
    """Whether packages may be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def system_packages(python, *, for_tests):
    """Install what the system lacks where that is allowed, else say the one line to type."""
    if sys.platform != "linux":
        return
    debian, fedora = missing_packages(python, for_tests=for_tests)
    if not debian:
        return
    if is_root() and shutil.which("apt-get"):
        say(f"Installing from Debian: {' '.join(debian)}")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *debian]
        for command in (["apt-get", "update", "-q"], install):
            done = subprocess.run(command, env=quiet, stdout=sys.stderr, check=False)
            if done.returncode:
                give_up(f"{' '.join(command[:2])} failed. Mend that and run the same command again.")
        return
    if shutil.which("dnf"):
        line = "sudo dnf install " + " ".join(dict.fromkeys(fedora))
    elif shutil.which("pacman"):
        line = "sudo pacman -S --needed libglvnd fontconfig dbus libxkbcommon-x11 xcb-util-cursor xcb-util-wm"
    else:
        line = "sudo apt-get install " + " ".join(debian)
    give_up(
        f"Some of the system's packages are missing. Type this, then run the same command again:\n  {line}"
    )


def venv_python():
    """Return the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(lock):
    """Name a lock by what it says."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()[:16]


def environment(python, kind):
    """Make the environment and install the locked packages, unless they are there already."""
    stamp = VENV / "installed-locks"
    wanted = fingerprint(LOCKS[kind])
    try:
        if wanted in stamp.read_text().split() and venv_python().exists():
            return
    except OSError:
        pass
    if not venv_python().exists():
        say("Making the environment in .venv")
        subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=True)
    say(f"Installing the packages of packaging/{LOCKS[kind].name} (once)")
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--no-deps", "--require-hashes", "-r", str(LOCKS[kind])]
    done = subprocess.run(pip, stdout=sys.stderr, check=False)
    if done.returncode:
        give_up("The packages could not be installed. Check the network or pip's settings, then try again.")
    # The test lock holds everything of the application's, in the same versions.
    names = [wanted, fingerprint(LOCKS["app"])] if kind == "test" else [wanted]
    stamp.write_text("\n".join(names) + "\n")


def run(arguments, extra=None):
    """Become the program where the system can, so that signals and streams are its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **(extra or {})}
    command = [str(venv_python()), *arguments]
    if os.name == "nt":
        raise SystemExit(subprocess.run(command, env=env, check=False).returncode)
    sys.stdout.flush()
    os.execve(command[0], command, env)


def has_display():
    """Whether a window could be seen."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def demo(arguments):
    """Show the window on a sandbox; without a display, make its pictures."""
    if has_display():
        run(["-m", "desktop", "demo", *arguments])
    folder = Path(tempfile.gettempdir()) / "sidetone-tour"
    print(
        "There is no display here, so the window cannot be shown: making its pictures off screen.", flush=True
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([str(venv_python()), "-m", "desktop", "tour", str(folder)], env=env, check=False)
    if done.returncode == 0:
        print(f"The pictures are in {folder}")
    raise SystemExit(done.returncode)


def tests(arguments):
    """Run the whole suite, or its quick part with --fast."""
    os.chdir(ROOT)
    chosen = [a for a in arguments if a != "--fast"]
    if "--fast" in arguments:
        chosen = ["-m", "not slow and not desktop", *chosen]
    # A third of a test's time is waiting, so two cores are busy with three workers. Without reordering, the
    # files come as they are collected: those that take long are first.
    run(["-m", "pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", *chosen])


def main():
    """Read the command, set up, run."""
    command, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if command not in ("demo", "test", "app"):
        say(__doc__)
        raise SystemExit(0 if command in ("-h", "--help") else 2)
    python = supported_python()
    system_packages(python, for_tests=command == "test")
    environment(python, "test" if command == "test" else "app")
    if command == "demo":
        demo(arguments)
    elif command == "test":
        tests(arguments)
    else:
        run(["-m", "desktop", *arguments])


if __name__ == "__main__":
    main()
