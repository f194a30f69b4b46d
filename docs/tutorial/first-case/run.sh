#!/bin/bash
# From a quick sheet to a page, and to a correction of it: the commands of docs/tutorial/first-case.md in one run.
# Run it where docs/ lies (the checkout): bash docs/tutorial/first-case/run.sh
set -eu
geomap new first-case --country UA --from docs/tutorial/first-case/sheet.csv
geomap place add first-case "Kramatorsk railway station" --from "circle 300 m at 37.5431,48.7259" --error 100 --class compound --basis sourced --source "Wikipedia, Kramatorsk railway station" --licence "CC BY-SA"
geomap fill first-case docs/tutorial/first-case/sheet.csv
geomap check first-case
geomap build first-case -o outputs/first-case
cp -r first-case first-case-published
geomap fill first-case docs/tutorial/first-case/longer-sheet.csv --update
sed -i 's/"coord_uncertainty_m": 100/"coord_uncertainty_m": 150/' first-case/places.geojson
geomap diff first-case-published first-case --correct --as-of 2023-03-01
geomap build first-case -o outputs/first-case
