#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# A name server that never answers must not keep a program beyond its time.

# Runs a command where the only name server, on a network of its own, hears and says nothing.
beside_silent_resolver() {
    unshare --net --mount bash -c '
        ip link set lo up
        echo "nameserver 127.0.0.1" >"$0/resolv.conf"
        mount --bind "$0/resolv.conf" /etc/resolv.conf
        exec 3< <(exec python3 -c "
import socket, time
silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
silent.bind((\"127.0.0.1\", 53))
print(flush=True)
time.sleep(20)")
        server=$!
        read -r -u 3
        status=0
        "$@" || status=$?
        kill "$server"
        exit "$status"' "$BATS_TEST_TMPDIR" "$@"
}

setup() {
    unshare --net --mount true 2>/dev/null || skip "may not create namespaces here"
}

@test "every program ends in time, with the state of --timeout-result" {
    for program in "$PLUGIN_DIR"/check_{ftp,receico_http,ssh,tls}; do
        start=$(date +%s%N)
        run beside_silent_resolver "$program" -H never.example.test -t 1
        took=$((($(date +%s%N) - start) / 1000000))
        echo "$output (after $took ms)"
        [ "$status" -eq 2 ]
        [[ $output == *" CRITICAL - "*timeout:*"was not resolved"* && $output == *never.example.test* ]]
        [ "$took" -ge 1000 ]

        run beside_silent_resolver "$program" -H never.example.test -t 1:unknown
        echo "$output"
        [ "$status" -eq 3 ]
    done
}
