#!/bin/sh
# Makes this case from its quick sheet: sh how-made.sh FOLDER
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
case=${1:?give the folder to make}

geomap new "$case" --from "$here/sheet.csv" --country IQ \
  --title "Missiles on Erbil: who says where they came from" \
  --title-ar "صواريخ على أربيل: من أين جاءت، ومن يقول ذلك"

geomap fill "$case" "$here/sheet.csv"
