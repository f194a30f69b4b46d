#!/bin/sh
# Makes the case from its sheet: how-made.sh FOLDER
set -eu
sheet=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)/sheet.csv
geomap new "$1" --from "$sheet" --country IL \
  --title "Iran’s drones and missiles on Israel: what each side counted"
# AP puts the base 65 km south of Jerusalem; the village of the same name is another place.
geomap place add "$1" "Nevatim air base" --from "65 km south of Jerusalem" \
  --source "AP: 65 km south of Jerusalem"
geomap place add "$1" "al-Fura" --from "about 7.5 km from Arad, Israel" \
  --source "Davar: about 7.5 km from Arad"
geomap fill "$1" "$sheet"
