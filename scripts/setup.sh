#!/bin/sh
# Installs npm packages, the oneDNN library if a package manager has it, and the compiled program.
set -eu
cd "$(dirname "$0")/.."

npm ci

# On Debian, ldconfig is not on the PATH of ordinary users.
has_onednn() { PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep -q 'libdnnl\.so\.[23]'; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then sudo "$@"; else return 1; fi
}

if ! has_onednn; then
  if command -v apt-get >/dev/null 2>&1 &&
    as_root sh -c '(apt-get install -y libdnnl2 || { apt-get update && apt-get install -y libdnnl2; }) >/dev/null 2>&1'; then
    echo 'setup: installed libdnnl2 (oneDNN), the fast CPU backend'
  else
    echo 'setup: oneDNN is missing and could not be installed (needs root on Debian or Ubuntu: apt-get install libdnnl2); the wasm backend serves instead'
  fi
fi

npm run build
