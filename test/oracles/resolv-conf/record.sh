#!/bin/sh
# Writes golden.json: what glibc makes of each cases/*.conf. Needs root, gcc, util-linux (unshare) and glibc 2.36 or newer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -Wall -o "$work/oracle" "$here/oracle.c" -lresolv
{
  printf '{\n  "glibc": "%s",\n  "cases": {' "$(ldd --version | sed -n 1p)"
  comma=
  for conf in "$here"/cases/*.conf; do
    printf '%s\n    "%s": ' "$comma" "$(basename "$conf" .conf)"
    # A UTS namespace too: without a search list glibc takes the domain of the host's name.
    unshare --mount --uts sh -c 'hostname node01; mount --bind "$1" "$(readlink -f /etc/resolv.conf)"; env -u LOCALDOMAIN -u RES_OPTIONS timeout 5 "$2"' \
      sh "$conf" "$work/oracle" | tr -d '\n'
    comma=,
  done
  printf '\n  }\n}\n'
} >"$work/golden.json"
mv "$work/golden.json" "$here/golden.json"
