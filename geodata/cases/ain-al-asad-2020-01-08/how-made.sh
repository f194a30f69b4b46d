#!/bin/sh
# Makes this case from its quick sheet: sh how-made.sh FOLDER
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
case=${1:?give the folder to make}

geomap new "$case" --from "$here/sheet.csv" --country IQ \
  --title "Ain al-Asad and Erbil: how many missiles fell, and who says so" \
  --title-ar "عين الأسد وأربيل: كم صاروخًا سقط، ومن يقول ذلك"

# Outside the town; which side is not said.
geomap place add "$case" "Al-Baghdadi" --name-ar "البغدادي" --from "point at 42.5475,33.8525" --error 3000 \
  --class town --basis sourced --source "Wikipedia, Baghdadi, Iraq, https://ro.xcv.wiki/wiki/Baghdadi,_Iraq"

geomap fill "$case" "$here/sheet.csv"
