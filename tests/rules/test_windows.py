"""Every module can be imported where Python has only what it has on Windows: nobody tried it there."""

import subprocess
import sys

_IMPORT_ALL = """
import importlib, multiprocessing.context, os, pkgutil, re, signal, sys
import papermill  # which loads our engine: where a module of ours came first, half of it
import helpers

def import_all():
    for found in pkgutil.walk_packages(helpers.__path__, "helpers."):
        importlib.import_module(found.name)

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in MODULES:
            raise ModuleNotFoundError(f"no {name} on Windows", name=name)

MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"}
SIGNALS = {"SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM", "SIG_DFL", "SIG_IGN"}
TIMERS = {"alarm", "setitimer", "getitimer", "ITIMER_REAL", "pthread_sigmask", "pause"}
import_all()  # with what others wrote, which is to stay as it is
for name in [name for name in sys.modules if name.startswith("helpers.")]:
    del sys.modules[name]
for name in dir(signal):
    if name in TIMERS or re.fullmatch("SIG[A-Z0-9_]+", name) and name not in SIGNALS:
        delattr(signal, name)
for name in ("ForkContext", "ForkServerContext"):
    delattr(multiprocessing.context, name)
for name in ("fork", "setsid", "killpg", "getpgid", "geteuid", "getuid", "pidfd_open", "uname", "sysconf"):
    delattr(os, name)
for name in MODULES:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
sys.platform = "win32"
import_all()
print("all of them")
"""


def test_modules_need_nothing_that_windows_has_not() -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", _IMPORT_ALL], capture_output=True, text=True)
    assert done.stdout == "all of them\n", done.stderr
