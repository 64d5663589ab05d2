#!/bin/sh
# Make the virtual environment with the first Python on this machine that is new enough and really runs.
# usage: make_venv.sh FOLDER [PYTHON]     called by the Makefile; asks for nothing but a POSIX shell
set -eu
venv=$1
wanted=${2:-}

new_enough() { # names may be shims of a version manager that exist but start nothing, so try each
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}
can_make_venvs() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

complete= incomplete=
for python in ${wanted:-python3.13 python3.12 python3.11 python3 python}; do
    new_enough "$python" || continue
    if can_make_venvs "$python"; then
        complete=$python
        break
    fi
    incomplete=${incomplete:-$python}
done

if [ -z "$complete" ] && [ -z "$incomplete" ]; then
    echo "nnviz needs Python 3.11 or newer; ${wanted:-none of python3.13, python3.12, python3.11, python3, python} is that." >&2
    echo "Install it (https://www.python.org/downloads/), or name one: make run PYTHON=/path/to/python3.12" >&2
    exit 1
fi

if [ -z "$complete" ]; then # Debian and Ubuntu ship the module that makes environments in a package of its own
    package=$("$incomplete" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "$incomplete cannot make virtual environments yet: installing $package"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"
    fi
    if ! can_make_venvs "$incomplete"; then
        echo "$incomplete lacks the modules venv and ensurepip, so it cannot make a virtual environment." >&2
        echo "On Debian or Ubuntu: sudo apt-get install $package    Elsewhere: reinstall Python with ensurepip." >&2
        exit 1
    fi
    complete=$incomplete
fi

if [ -e "$venv" ] && [ ! -e "$venv/pyvenv.cfg" ]; then
    echo "$venv exists but is no virtual environment: move it away, or choose another: make run VENV=.venv2" >&2
    exit 1
fi
echo "making $venv with $("$complete" --version) ($complete)"
rm -rf "$venv"
"$complete" -m venv "$venv"
