#!/bin/sh
# Makes the case from its sheet: how-made.sh FOLDER
set -eu
sheet=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)/sheet.csv
geomap new "$1" --from "$sheet" --country UA \
  --title "Kramatorsk station: where each side says the missile came from"
# The circle is of our size: it holds tracks, platforms and square.
geomap place add "$1" "Kramatorsk railway station" --from "circle 300 m at 37.5431,48.7259" --error 100 \
  --class compound --basis sourced --source "Wikipedia, Kramatorsk railway station (copy at wikimili.com)" \
  --licence "CC BY-SA"
# The town and its surroundings: the ministry speaks of an area.
geomap place add "$1" "Dobropillia area" --from "circle 5000 m at 37.0828,48.4689" --error 1000 \
  --class town --basis sourced --source "Wikipedia, Dobropillia (copy at world.wikisort.org)" --licence "CC BY-SA"
geomap fill "$1" "$sheet"
