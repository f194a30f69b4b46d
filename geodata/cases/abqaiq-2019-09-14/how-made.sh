#!/bin/sh
# Makes this case from its quick sheet: sh how-made.sh FOLDER
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
case=${1:?give the folder to make}

geomap new "$case" --from "$here/sheet.csv" --country SA \
  --title "Abqaiq and Khurais: who says where the attack came from"

# An oil field 127 km long, a plant and a village share the name; the plant may be anywhere in the field.
geomap place add "$case" "Khurais" --from "point at 48.195,25.06944" --error 60000 --class district \
  --basis sourced --source "Wikipedia, Khurais: position of the oil field, https://wikiland.org/fr/Khurais"

# No report gives a position of the base: this is the airport of Ahvaz.
geomap place add "$case" "Ahvaz Air Base" --from "point at 48.7619,31.3375" --error 5000 --class city_part \
  --basis sourced --source "Position of Ahvaz airport, http://cryer.org.uk/Ahwaz_International_Airport" --anywhere

geomap fill "$case" "$here/sheet.csv"
