#!/bin/sh
# Writes golden.json: what the EndpointSlice controller makes of each case of cases.json. Needs Go 1.24 or newer.
set -eu
cd "$(dirname "$0")"
recorded=$(mktemp)
trap 'rm -f "$recorded"' EXIT
go run . <cases.json >"$recorded"
cp "$recorded" golden.json
