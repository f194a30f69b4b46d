#!/bin/sh
# Makes this case from its quick sheet: sh how-made.sh FOLDER
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
case=${1:?give the folder to make}

geomap new "$case" --from "$here/sheet.csv" --country YE \
  --title "True Confidence: where the ship was hit in the Gulf of Aden" \
  --title-ar "ترو كونفيدنس: أين أُصيبت السفينة في خليج عدن"

geomap fill "$case" "$here/sheet.csv"
