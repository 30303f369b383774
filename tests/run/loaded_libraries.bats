#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031,SC2034,SC2154,SC2164
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# A run loads the libraries that it needs, and no others: they are most of what a run costs. Nor does
# OpenSSL read its configuration, which may ask for anything.

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

# Whoever opens the pipe waits for a writer, and none comes.
trap_configuration() {
    mkfifo openssl.cnf
    export OPENSSL_CONF=$PWD/openssl.cnf
    run timeout 0.5 openssl version -d
    [[ $status -eq 124 ]] || skip "this OpenSSL does not read OPENSSL_CONF"
}

@test "no configuration of OpenSSL: a server's certificate" {
    trap_configuration
    load_in 0 check_tls -H "localhost:$TENANT_HTTPS_PORT" --rootcert "$TENANT_CA_FILE" -t 5
    load_in 0 check_tls -H "localhost:$TENANT_HTTPS_PORT" --noauth -t 5
}

@test "no configuration of OpenSSL: certificates in files" {
    trap_configuration
    load_in 0 check_tls -f "$TENANT_CA_FILE" -t 5
}

@test "no configuration of OpenSSL: a web page" {
    trap_configuration
    load_in 0 check_receico_http -u "https://localhost:$TENANT_HTTPS_PORT/health" --ca-cert "$TENANT_CA_FILE" -t 5
    load_in 0 check_receico_http -u "https://localhost:$TENANT_HTTPS_PORT/health" --insecure -t 5
}

@test "the log of a scan, and clamd" {
    load_in 0 check_clamav_age -l "$TENANT_SCAN_LOG" -H "$TENANT_CLAMD_SOCKET" --self-test
    expect_light
    [[ $loaded != *libarchive* ]]
}

@test "a log that is compressed" {
    gzip -c "$TENANT_SCAN_LOG" >scan.log.1.gz
    load_in 0 check_clamav_age -l scan.log
    [[ $loaded == *libarchive* ]]
}

backup=(check_backup_age -p receico-%Y%m%d.tar.gz --schedule 04:00 --timezone Asia/Tokyo)

@test "a backup on this machine" {
    load_in 0 "${backup[@]}" -f "$TENANT_BACKUP_DIR" --verify magic --mode 0600
    expect_light
    [[ $loaded != *libarchive* ]]
    load_in 0 "${backup[@]}" -f "$TENANT_BACKUP_DIR" --verify full
    [[ $loaded == *libarchive* && $loaded != *libcurl* && $loaded != *libssh2* ]]
}

@test "a backup behind SFTP" {
    load_in 0 "${backup[@]}" -f "sftp://$TENANT_USER_A@127.0.0.1:$TENANT_SSH_PORT$TENANT_BACKUP_STORE" \
        --known-hosts "$TENANT_SSH_KNOWN_HOSTS" --identity "$TENANT_SSH_IDENTITY"
    [[ $loaded == *libssh2* && $loaded != *libcurl* && $loaded != *libarchive* ]]
}

@test "a backup behind FTP over TLS" {
    load_in 0 "${backup[@]}" -f "ftps://$TENANT_USER_B@127.0.0.1:$TENANT_FTP_EXPLICIT_PORT/~/backup" \
        --password-file "$TENANT_PASSWORD_FILE_B" --ca-file "$TENANT_CA_FILE"
    [[ $loaded == *libcurl* && $loaded != *libarchive* ]]
}

# A place's library is loaded for that place alone.
list_in() { # ARGUMENT...
    PLUGIN_DIR=$BUILD_DIR/tests/run load_in 0 list_place --quiet "$@"
}

@test "files of this machine" {
    list_in -f "$TENANT_FILES"
    expect_light
    list_in -f "$TENANT_HOME_A/../*/report.tx?"
    expect_light
}

@test "files behind SFTP" {
    list_in -f "sftp://$TENANT_USER_A@127.0.0.1:$TENANT_SSH_PORT/~" --host-key "$TENANT_SSH_HOST_KEY" \
        --identity "$TENANT_SSH_IDENTITY"
    [[ $loaded == *libssh2* && $loaded != *libcurl* ]]
}

@test "files behind FTP" {
    list_in -f "ftp://$TENANT_USER_A@127.0.0.1:$TENANT_FTP_PORT/" --password-file "$TENANT_PASSWORD_FILE_A"
    [[ $loaded == *libcurl* && $loaded != *libinih* ]]
}

@test "files behind HTTPS" {
    list_in -f "https://127.0.0.1:$TENANT_HTTPS_PORT/files/" --ca-directory "$TENANT_CA_DIR"
    [[ $loaded == *libcurl* && $loaded == *libssl* && $loaded != *libinih* ]]
}
