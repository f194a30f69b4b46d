#!/usr/bin/env bash
# Print the path of a Chromium for the browser tests, installing one if need be. Usage: find-chromium.sh PYTHON
# In this order: $GEOMAP_CHROMIUM, the system's, Debian's package (as root), Playwright's own.
set -euo pipefail
python="$1"

works() { [ -n "$1" ] && [ -x "$1" ] && "$1" --version >/dev/null 2>&1; }

system_browser() {
  local name path
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    path="$(command -v "$name" || true)"
    if works "$path"; then echo "$path"; return 0; fi
  done
  return 1
}

if [ -n "${GEOMAP_CHROMIUM:-}" ]; then
  works "$GEOMAP_CHROMIUM" && { echo "$GEOMAP_CHROMIUM"; exit 0; }
  echo "GEOMAP_CHROMIUM is $GEOMAP_CHROMIUM, but that does not run." >&2
  exit 1
fi

system_browser && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing Debian's chromium and fonts-noto-core ..." >&2
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core; } >&2 || true
  system_browser && exit 0
fi

"$python" -m playwright install chromium >&2 || true
path="$("$python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as p: print(p.chromium.executable_path)' 2>/dev/null || true)"
works "$path" && { echo "$path"; exit 0; }

echo "No Chromium for the browser tests. Install one (Debian: apt-get install chromium fonts-noto-core) or set GEOMAP_CHROMIUM=/path/to/chromium." >&2
exit 1
