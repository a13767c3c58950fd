#!/bin/sh
# Writes golden.json: what Python's ipaddress and Debian's ipcalc, ipcalc-ng and sipcalc say of the questions that record.py asks.
# Needs Debian 12 with python3, ipcalc, ipcalc-ng and sipcalc.
set -eu
cd "$(dirname "$0")"
recorded=$(mktemp)
trap 'rm -f "$recorded"' EXIT
# Perl's order of a hash decides which remark ipcalc makes of a large network.
PERL_HASH_SEED=0 LC_ALL=C /usr/bin/python3 record.py >"$recorded"
cat "$recorded" >golden.json
