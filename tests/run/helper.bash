# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# What the tests of the built programs share.  In a test:
#
#   run_check check_ssh -H 127.0.0.1 -p "$TENANT_SSH_PORT"
#   expect 0 "SSH OK - $version (protocol 2.0) | time=#s;;;0.000000;10.000000"

bats_require_minimum_version 1.5.0

# Runs a program of PLUGIN_DIR.  Afterwards, beside bats' own $status, $output (standard output alone) and
# $stderr:  $shown, the output with measured seconds as `#`;  $text and $perfdata, the first line of that in
# its two parts.
run_check() { # PROGRAM ARGUMENT...
    run --separate-stderr "$PLUGIN_DIR/$1" "${@:2}"
    shown=$(sed -E 's/(=|: |"value":|- )-?[0-9]+\.[0-9]+(e-?[0-9]+)?(s;| s |,"unit":"s")/\1#\3/g' <<<"$output")
    text=${shown%%$'\n'*}
    perfdata=
    if [[ $text == *' | '* ]]; then
        perfdata=${text##* | }
        text=${text% | *}
    fi
}

# The last run ended with this status and printed this, whole.
expect() { # STATUS OUTPUT
    if [[ $status -ne $1 || $shown != "$2" || -n $stderr ]]; then
        printf 'expected  (%s) %s\nis        (%s) %s\nstderr    %s\n' "$1" "$2" "$status" "$shown" "$stderr"
        return 1
    fi
}

# It ended with this status, and its text (what stands before the performance data) is one line and this.
expect_text() { # STATUS TEXT
    if [[ $status -ne $1 || $text != "$2" || $output == *$'\n'* || -n $stderr ]]; then
        printf 'expected  (%s) %s\nis        (%s) %s\nstderr    %s\n' "$1" "$2" "$status" "$output" "$stderr"
        return 1
    fi
}

# Waits, 5 seconds at most, until a command succeeds.
eventually() { # COMMAND ARGUMENT...
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        if "$@"; then return; fi
        sleep 0.05
    done
    echo "in vain: $*"
    return 1
}

# Starts a program in the background; stop_all ends it.  It must not hold bats' own descriptors.
start_aside() { # COMMAND ARGUMENT...
    "$@" </dev/null >"$BATS_TEST_TMPDIR/aside.out" 2>&1 3>&- 4>&- &
    aside+=("$!")
}

# Ends what start_aside has started; for teardown.
stop_all() {
    local pid
    for pid in "${aside[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    aside=()
}

# A server on loopback that takes connections and says nothing; its port goes to $silent_port.
start_silent_server() {
    start_aside python3 -c '
import socket, sys, time
server = socket.create_server(("127.0.0.1", 0))
with open(sys.argv[1], "w") as file:
    print(server.getsockname()[1], file=file)
time.sleep(60)' "$BATS_TEST_TMPDIR/silent_port"
    eventually test -s "$BATS_TEST_TMPDIR/silent_port"
    silent_port=$(<"$BATS_TEST_TMPDIR/silent_port")
}

# A port of loopback on which nobody listens; it goes to $closed_port.
find_closed_port() {
    closed_port=$(python3 -c '
import socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
print(server.getsockname()[1])')
}

# What a log has got since mark_log; the mark is a number of bytes.
mark_log() { # FILE
    log_mark=$(stat -c %s "$1")
}
logged_since() { # FILE
    tail -c +"$((log_mark + 1))" "$1"
}
