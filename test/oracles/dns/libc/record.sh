#!/bin/sh
# Prints what a C library does in each case of stdin: record.sh PROGRAM < cases.json. Needs root, util-linux, iproute2 and python3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/resolv.conf"
printf '127.0.0.1 localhost\n' >"$work/hosts"
printf 'hosts: files dns\n' >"$work/nsswitch.conf"
unshare --net --mount --uts sh -c '
  set -eu
  hostname pod
  ip link set lo up
  for address in 10.96.0.10 10.96.0.11 10.96.0.12; do ip address add "$address/32" dev lo; done
  for file in resolv.conf hosts nsswitch.conf; do
    # The file itself, where /etc has a link to it.
    mount --bind "$1/$file" "$(readlink -f "/etc/$file")"
  done
  exec /usr/bin/python3 "$2/record.py" "$3"
' sh "$work" "$here" "$1"
