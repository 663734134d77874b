#!/usr/bin/env bash
# Makes sure that a browser is there for the browser test: a chromium or chrome that is installed,
# or Debian's chromium where apt can install it. Elsewhere the browser test skips and says so.
set -u
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 && exit 0
fi
echo "No chromium found and none could be installed: the browser test will be skipped." >&2
