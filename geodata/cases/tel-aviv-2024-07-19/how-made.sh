#!/bin/sh
# Makes the case from its sheet: how-made.sh FOLDER
set -eu
sheet=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)/sheet.csv
geomap new "$1" --from "$sheet" --country IL \
  --title "Drone on Tel Aviv: Israel says it came from Yemen, the Houthis claim it"
