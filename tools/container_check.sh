#!/usr/bin/env bash
# Builds the Dockerfile as it is committed and runs what came of it, without a container engine and without an
# image registry: the base image is put together from Debian packages under the name that the Dockerfile asks for.
#
#   tools/container_check.sh [--install]     builds in a temporary folder, prints what it found, cleans up
#
# Needs root, mmdebstrap and buildah; with --install they are taken from Debian. Exits with 77, and says why,
# where that cannot be had: then nothing was checked.
set -euo pipefail
source_folder=$(cd "$(dirname "$0")/.." && pwd)
base_name=${BASE_NAME:-python:3.13-slim} suite=${SUITE:-trixie} image=localhost/baclobot:check
user=10001 most_megabytes=${MOST_MEGABYTES:-600}

skip() { echo "skipped: the container image was not built: $1" && exit 77; }
fail() { echo "container check failed: $1" >&2 && exit 1; }

[[ $(id -u) == 0 ]] || skip "this needs root"
if ! command -v mmdebstrap >/dev/null || ! command -v buildah >/dev/null; then
  [[ ${1:-} == --install ]] || skip "mmdebstrap and buildah are not installed (try --install)"
  command -v apt-get >/dev/null || skip "mmdebstrap and buildah are not installed, and there is no apt-get"
  { timeout 120 apt-get -qq update && DEBIAN_FRONTEND=noninteractive timeout 300 \
    apt-get -qq install -y --no-install-recommends mmdebstrap buildah; } >/dev/null 2>&1 ||
    skip "apt-get could not install mmdebstrap and buildah"
fi

work=$(mktemp -d) mounted=""
buildah_here=(buildah --root "$work/store" --runroot "$work/run" --storage-driver vfs)
clean() {
  [[ -z $mounted ]] || "${buildah_here[@]}" umount "$mounted" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean EXIT
seconds_before=$SECONDS

# 1. The base: what python:3.13-slim offers that we use (python3, venv, certificates), from Debian.
mkdir "$work/base"
timeout 300 mmdebstrap --quiet --variant=minbase --include=ca-certificates,python3,python3-venv \
  "$suite" "$work/base/base.tar" 2>"$work/base.log" || { tail -5 "$work/base.log"; skip "Debian's $suite could not be fetched"; }
printf '%s\n' 'FROM scratch' 'ADD base.tar /' 'ENV PATH=/usr/local/bin:/usr/bin:/bin' >"$work/base/Dockerfile"
"${buildah_here[@]}" bud --isolation chroot --format docker --layers=false -q -t "$base_name" "$work/base" >"$work/base.log" 2>&1 ||
  { tail -20 "$work/base.log"; fail "the base image could not be made"; }
rm "$work/base/base.tar"
echo "base image from Debian $suite: $((SECONDS - seconds_before)) s"

# 2. The Dockerfile, nothing changed: an unqualified name is found in local storage. Folders in which pip on this
# machine looks for packages are lent to the build, and so are its certificates.
lent=(-v /etc/ssl/certs/ca-certificates.crt:/etc/ssl/certs/ca-certificates.crt:ro)
for place in /etc/pip.conf /etc/xdg/pip; do [[ -e $place ]] && lent+=(-v "$place:$place:ro"); done
for place in $(python3 -m pip config list 2>/dev/null | grep -oE "(file://)?/[^ ':\"]+" | sed 's|^file://||' | sort -u); do
  [[ -d $place ]] && lent+=(-v "$place:$place:ro")
done
"${buildah_here[@]}" bud --isolation chroot --network host --pull-never --format docker --layers=false \
  "${lent[@]}" -t "$image" "$source_folder" >"$work/build.log" 2>&1 || { tail -30 "$work/build.log"; fail "the Dockerfile does not build"; }
echo "Dockerfile built: $((SECONDS - seconds_before)) s"

# 3. What the image says of itself.
echo "looking at the image: $((SECONDS - seconds_before)) s"
"${buildah_here[@]}" inspect --type image "$image" >"$work/image.json"
python3 - "$work/image.json" <<'PY'
import json, re, sys

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
config = json.loads(text)["Docker"]["config"]
health = (config.get("Healthcheck") or {}).get("Test")
wrong = [
    said
    for said, is_wrong in (
        ("it does not run as user 10001", config["User"] != "10001:10001"),
        ("its entry point goes through a shell", config["Entrypoint"] != ["baclobot"]),
        ("its command is not run", config["Cmd"] != ["run"]),
        ("it has no health check of its own", health != ["CMD", "baclobot", "health"]),
        ("it is not stopped by SIGTERM", config.get("StopSignal") != "SIGTERM"),
        ("a variable looks like a secret", any(re.search("TOKEN|SECRET|PASSWORD|KEY", name) for name in config["Env"])),
        ("something in it looks like a token", re.search(r"[\w-]{24,28}\.[\w-]{6}\.[\w-]{27,}", text)),
    )
    if is_wrong
]
sys.exit("container check failed: " + "; ".join(wrong) if wrong else 0)
PY
mounted=$("${buildah_here[@]}" from --pull-never "$image")
root=$("${buildah_here[@]}" mount "$mounted")
megabytes=$(du -sm "$root/opt/venv" | cut -f1)
(( megabytes <= most_megabytes )) || fail "the program takes $megabytes MB, more than $most_megabytes"
[[ ! -e $root/opt/venv/bin/pip && ! -e $root/opt/builder && ! -e $root/src ]] || fail "tools of the build were left in the image"
[[ -s $(echo "$root"/opt/venv/lib/python3*/site-packages/knowledge/compiled.bin) ]] || fail "the answerer was not prepared"

# 4. It runs: as its own user, first process of its own, without any right, root read-only, 16 MB of /tmp.
inside() {
  timeout --kill-after=5 90 unshare --mount --pid --ipc --fork --kill-child bash -c '
    mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"
    mount -t tmpfs -o size=16m,mode=1777 tmpfs "$0/tmp" && mount -t proc proc "$0/proc"
    exec chroot "$0" /usr/bin/setpriv --reuid '"$user"' --regid '"$user"' --clear-groups --no-new-privs \
      --bounding-set=-all --inh-caps=-all /usr/bin/env -i PATH=/opt/venv/bin:/usr/bin:/bin \
      PYTHONDONTWRITEBYTECODE=1 BACLOBOT_RUNTIME_FOLDER=/tmp/baclobot "$@"' "$root" "$@"
}
inside baclobot kb check >"$work/said" 2>&1 || { cat "$work/said"; fail "its knowledge base has faults"; }
inside baclobot ask --json "what is the most baclofen a day?" >"$work/said" 2>&1 || { cat "$work/said"; fail "it does not answer"; }
grep -q '"kind": *"answer"' "$work/said" || { cat "$work/said"; fail "it does not answer"; }
[[ $(inside id -u) == "$user" ]] || fail "it does not run as its own user"
! inside touch /opt/venv/x 2>/dev/null || fail "its root is not read-only"
rc=0; inside baclobot run >"$work/said" 2>&1 || rc=$?
[[ $rc == 2 ]] && grep -q DISCORD_TOKEN "$work/said" || { cat "$work/said"; fail "without a token it should end with 2 and say so, not with $rc"; }
rc=0; inside baclobot health >"$work/said" 2>&1 || rc=$?
[[ $rc == 1 ]] || fail "baclobot health should end with 1 where nothing runs, not with $rc"
# Discord is out of reach in here: it must keep trying, be called unwell, and stop on SIGTERM with 0, as process 1.
inside bash -c 'DISCORD_TOKEN=none BACLOBOT_CONNECT_SECONDS=2 exec baclobot run' >"$work/said" 2>&1 &
outer=$!
for _ in $(seq 60); do grep -q "trying again" "$work/said" && break; sleep 0.5; done
grep -q "trying again" "$work/said" || { cat "$work/said"; fail "it gave up where Discord was out of reach"; }
inner=$outer  # a shell, timeout and unshare stand above the first process of the new space
while below=$(pgrep -P "$inner" | head -1) && [[ -n $below ]]; do inner=$below; done
kill -TERM "$inner"
rc=0; wait "$outer" || rc=$?
[[ $rc == 0 ]] || { cat "$work/said"; fail "SIGTERM should end it with 0, not with $rc"; }

echo "container ok: user $user, root read-only, program $megabytes MB, $((SECONDS - seconds_before)) s in all"
