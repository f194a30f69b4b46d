#!/bin/bash
# From a quick sheet to a page, and to a correction of it: the commands of docs/tutorial/first-case.md in one run.
# Run it where docs/ lies (the checkout): bash docs/tutorial/first-case/run.sh
set -eu
geomap new first-case --country IQ --from docs/tutorial/first-case/sheet.csv
geomap place add first-case "a gate of Zawra park" --from "circle 1050 m at 44.3758,33.3137" --error 500 --class nearby_landmark --basis derived --source "The park in GeoNames; which gate is not reported"
geomap fill first-case docs/tutorial/first-case/sheet.csv
geomap check first-case
geomap build first-case -o outputs/first-case
cp -r first-case first-case-published
geomap fill first-case docs/tutorial/first-case/longer-sheet.csv --update
sed -i 's/"coord_uncertainty_m": 500/"coord_uncertainty_m": 700/' first-case/places.geojson
geomap diff first-case-published first-case --correct --as-of 2020-12-01
geomap build first-case -o outputs/first-case
