#!/bin/sh
# Installs a PostgreSQL server for the tests, where there is none and we may; else says in one line what to install.
# Safe to run again. The tests start a server of their own from its binaries: none needs to be running.
set -eu

found() {
    [ -n "${TALENTS_TEST_POSTGRES_URL:-}" ] && return 0
    command -v initdb >/dev/null 2>&1 && command -v postgres >/dev/null 2>&1 && return 0
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && return 0
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

if found; then exit 0; fi
if command -v apt-get >/dev/null 2>&1 && as_root true 2>/dev/null; then
    as_root apt-get update -qq
    # No cluster of Debian's: it would only be a service that runs for nobody.
    as_root mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql
fi
if found; then exit 0; fi
echo "Install a PostgreSQL server (Debian: apt-get install postgresql), or set TALENTS_TEST_POSTGRES_URL." >&2
exit 1
