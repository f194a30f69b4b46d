#!/bin/sh
# Makes the case from its sheet: how-made.sh FOLDER
set -eu
sheet=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)/sheet.csv
geomap new "$1" --from "$sheet" --country PL \
  --title "The missile that fell on Przewodów: whose it was, and who said so"
# The village with the grain dryer on its edge.
geomap place add "$1" "Przewodów" --from "circle 1500 m at 23.9275,50.47444" --error 500 \
  --class village --basis sourced --source "Wikipedia, Przewodów (German; copy at profilpelajar.com)" --licence "CC BY-SA"
geomap fill "$1" "$sheet"
