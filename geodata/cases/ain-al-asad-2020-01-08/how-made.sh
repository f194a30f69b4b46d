#!/bin/sh
# Makes this case from its quick sheet: sh how-made.sh FOLDER
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
case=${1:?give the folder to make}

geomap new "$case" --from "$here/sheet.csv" --country IQ \
  --title "Ain al-Asad and Erbil: how many missiles fell, and who says so" \
  --title-ar "عين الأسد وأربيل: كم صاروخًا سقط، ومن يقول ذلك"

geomap fill "$case" "$here/sheet.csv"
