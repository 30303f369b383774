#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031,SC2034,SC2154,SC2164
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# A run loads the libraries that it needs, and no others: they are most of what a run costs.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR"
    good=(-H 127.0.0.1 -p "$TENANT_SSH_PORT")
    LD_DEBUG=files "$PLUGIN_DIR/check_ssh" --version 2>&1 | grep -q 'calling init:' ||
        skip "the loader of this system does not tell what it loads"
}

# The names of all that is loaded in a run, without versions, to $loaded.
load_in() { # STATUS PROGRAM ARGUMENT...
    local status=0
    LD_DEBUG=files LD_DEBUG_OUTPUT=$BATS_TEST_TMPDIR/loader "$PLUGIN_DIR/$2" "${@:3}" >output || status=$?
    cat output
    [[ $status -eq $1 ]]
    loaded=$(sed -n 's/.*calling init: .*\/\([^/]*\)\.so.*/\1/p' loader.* | sort -u | tr '\n' ' ')
    echo "loaded: $loaded"
    rm loader.*
}

expect_light() {
    [[ " $loaded" == *' libc '* ]]
    [[ $loaded != *libssh2* && $loaded != *libcrypto* && $loaded != *libssl* && $loaded != *libcurl* && $loaded != *libinih* ]]
}

@test "a look at the identification" {
    load_in 0 check_ssh "${good[@]}" -w 5 -c 8 -P 2.0 --minimum-version 1
    expect_light
}

@test "a look at the algorithms" {
    load_in 0 check_ssh "${good[@]}" --weak-algorithms critical --forbid-algorithm '*-cbc'
    expect_light
}

@test "a wrong option" {
    load_in 3 check_ssh --host-key x a
    expect_light
}

@test "a server that is not there, with session options" {
    find_closed_port
    load_in 2 check_ssh 127.0.0.1 "$closed_port" --host-key "$TENANT_SSH_HOST_KEY"
    expect_light
}

@test "a session" {
    load_in 0 check_ssh "${good[@]}" --host-key "$TENANT_SSH_HOST_KEY"
    [[ $loaded == *libssh2* && $loaded == *libcrypto* ]]
    [[ $loaded != *libcurl* && $loaded != *libinih* ]]
}

@test "options from a file" {
    printf '%s\n' '[check_ssh]' 'P=2.0' >options.ini
    load_in 0 check_ssh "${good[@]}" --extra-opts=@options.ini
    [[ $loaded == *libinih* && $loaded != *libssh2* ]]
}

@test "a walk through folders, and a file of tenants" {
    load_in 0 check_disk_quota -p "$TENANT_SPACE/*" -l 15GB
    expect_light
    load_in 2 check_disk_quota --tenants "$TENANT_SPACE_FILE"
    [[ $loaded == *libinih* && $loaded != *libssh2* && $loaded != *libcrypto* ]]
}
