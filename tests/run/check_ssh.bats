#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031,SC2034,SC2154,SC2164
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# check_ssh against the real sshd of the sample tenant.

load helper

# Who the servers say they are, from one of them that no test counts the connections of.
setup_file() {
    exec {connection}<>"/dev/tcp/127.0.0.1/$TENANT_SSH_WEAK_PORT"
    IFS=$'-\r' read -r -u "$connection" _ _ server_version
    exec {connection}>&-
    export server_version=${server_version%$'\r'}
    [[ -n $server_version ]]
}

setup() {
    aside=()
    cd "$BATS_TEST_TMPDIR"
    good=(-H 127.0.0.1 -p "$TENANT_SSH_PORT")
    weak=(-H 127.0.0.1 -p "$TENANT_SSH_WEAK_PORT")
    at_good="127.0.0.1 port $TENANT_SSH_PORT"
    at_weak="127.0.0.1 port $TENANT_SSH_WEAK_PORT"
    answer="$server_version (protocol 2.0)"
    measured='time=#s;;;0.000000;10.000000'
    with_key=("${good[@]}" --insecure --user "$TENANT_USER_A" --identity "$TENANT_SSH_IDENTITY")
    export LC_ALL=C.UTF-8
    unset SSH_AUTH_SOCK
}

teardown() {
    stop_all
}

# ---- it answers ----

@test "host and port by operands" {
    run_check check_ssh 127.0.0.1 "$TENANT_SSH_PORT"
    expect 0 "SSH OK - $answer | $measured"
}

@test "host and port by letters" {
    run_check check_ssh -H 127.0.0.1 -p "$TENANT_SSH_PORT"
    expect 0 "SSH OK - $answer | $measured"
}

@test "host and port by long options" {
    run_check check_ssh --hostname=127.0.0.1 --port="$TENANT_SSH_PORT" --timeout=5
    expect 0 "SSH OK - $answer | time=#s;;;0.000000;5.000000"
}

@test "the command line of Icinga's template" {
    run_check check_ssh -p "$TENANT_SSH_PORT" -t 10 -4 127.0.0.1
    expect 0 "SSH OK - $answer | $measured"
}

@test "a name with several addresses" {
    run_check check_ssh localhost "$TENANT_SSH_PORT"
    expect 0 "SSH OK - $answer | $measured"
}

@test "a name, IPv4 only" {
    run_check check_ssh -4 localhost "$TENANT_SSH_PORT"
    expect 0 "SSH OK - $answer | $measured"
}

@test "an IPv6 address on which nobody listens" {
    [[ -n $(ip -6 address show dev lo 2>/dev/null) ]] || skip "no IPv6 here"
    run_check check_ssh -6 ::1 "$TENANT_SSH_PORT"
    expect 2 "SSH CRITICAL - connect to address ::1 and port $TENANT_SSH_PORT: Connection refused | time=U;;;0.000000;10.000000"
}

@test "an IPv4 address with IPv6 only" {
    run_check check_ssh -6 127.0.0.1 "$TENANT_SSH_PORT"
    [[ $status -eq 2 && $text == "SSH CRITICAL - cannot resolve host '127.0.0.1': "* ]]
}

@test "a port on which nobody listens" {
    find_closed_port
    run_check check_ssh 127.0.0.1 "$closed_port"
    expect 2 "SSH CRITICAL - connect to address 127.0.0.1 and port $closed_port: Connection refused | time=U;;;0.000000;10.000000"
}

@test "a name without an address" {
    run_check check_ssh nosuchhost.invalid
    [[ $status -eq 2 && $text == "SSH CRITICAL - cannot resolve host 'nosuchhost.invalid': "* ]]
    [[ $perfdata == 'time=U;;;0.000000;10.000000' ]]
}

@test "a Unix socket that is missing" {
    run_check check_ssh /nonexistent/socket
    expect_text 2 'SSH CRITICAL - connect to socket /nonexistent/socket: No such file or directory'
}

@test "a server that speaks another language" {
    run_check check_ssh 127.0.0.1 "$TENANT_FTP_PORT" -t 1
    [[ $status -eq 2 && $text == "SSH CRITICAL - 127.0.0.1 port $TENANT_FTP_PORT: timeout: no SSH identification, but '220 "* ]]
}

# ---- versions and time ----

@test "the expected version and protocol" {
    run_check check_ssh "${good[@]}" -r "$server_version" -P 2.0
    expect 0 "SSH OK - $answer | $measured"
}

@test "the expected version without the comment" {
    run_check check_ssh "${good[@]}" --remote-version "${server_version%% *}"
    expect 0 "SSH OK - $answer | $measured"
}

@test "another version than expected" {
    run_check check_ssh "${good[@]}" -r OpenSSH_1.0
    expect 2 "SSH CRITICAL - $answer version mismatch, expected 'OpenSSH_1.0' | $measured"
}

@test "another protocol than expected" {
    run_check check_ssh "${good[@]}" -P 1.99
    expect 2 "SSH CRITICAL - $answer protocol version mismatch, expected '1.99' | $measured"
}

@test "above the least version" {
    run_check check_ssh "${good[@]}" --minimum-version OpenSSH_8.9
    expect 0 "SSH OK - $answer | $measured"
}

@test "below the least version" {
    run_check check_ssh "${good[@]}" --minimum-version 999
    expect 2 "SSH CRITICAL - $answer is below version '999' | $measured"
}

@test "another product than the least version's" {
    run_check check_ssh "${good[@]}" --minimum-version dropbear_1
    expect 2 "SSH CRITICAL - $answer is another product than 'dropbear_1' | $measured"
}

@test "fast enough" {
    run_check check_ssh "${good[@]}" -w 8 -c 9s
    expect 0 "SSH OK - $answer | time=#s;8;9;0.000000;10.000000"
}

@test "slower than the warning" {
    run_check check_ssh "${good[@]}" -w 0.000001 -c 9
    expect 1 "SSH WARNING - # s until the identification (warning at 0.000001) | time=#s;0.000001;9;0.000000;10.000000"
}

@test "slower than critical" {
    run_check check_ssh "${good[@]}" -w 0.000001 -c 0.000002
    expect 2 "SSH CRITICAL - # s until the identification (critical at 0.000002) | time=#s;0.000001;0.000002;0.000000;10.000000"
}

# ---- the time is up ----

@test "a millisecond is not enough" {
    run_check check_ssh "${good[@]}" -t 1ms
    [[ $status -eq 2 && $text == 'SSH CRITICAL - '*'timeout: no '* ]]
    [[ $perfdata == 'time=U;;;0.000000;0.001000' ]]
}

# Runs check_ssh against a server that says nothing; it must take a second and not much more.
expect_a_second() { # STATUS STATE OPTION...
    local start took
    start_silent_server
    start=$(date +%s%N)
    run_check check_ssh 127.0.0.1 "$silent_port" "${@:3}"
    took=$((($(date +%s%N) - start) / 1000000))
    echo "took $took ms"
    expect "$1" "SSH $2 - 127.0.0.1 port $silent_port: timeout: no SSH identification | time=U;;;0.000000;1.000000"
    [[ $took -ge 1000 && $took -lt 4000 ]]
}

@test "a silent server, critical unless said" {
    expect_a_second 2 CRITICAL -t 1
}

@test "a silent server, with the state behind the time" {
    expect_a_second 1 WARNING -t 1:WARNING
}

@test "a silent server, with --timeout-result" {
    expect_a_second 3 UNKNOWN -t 1 --timeout-result unknown
}

# ---- the host's key ----

@test "the pinned key" {
    run_check check_ssh "${good[@]}" --host-key "$TENANT_SSH_HOST_KEY"
    expect 0 "SSH OK - $answer, host key ssh-ed25519 as pinned | $measured"
}

@test "the pinned key in hex" {
    hex=$(base64 -d <<<"${TENANT_SSH_HOST_KEY#SHA256:}=" | od -An -v -tx1 | tr -d ' \n')
    run_check check_ssh "${good[@]}" --host-key "$hex"
    expect 0 "SSH OK - $answer, host key ssh-ed25519 as pinned | $measured"
}

@test "one of several pinned keys" {
    run_check check_ssh "${good[@]}" --host-key "$TENANT_SSH_HOST_KEY_RSA" --host-key "$TENANT_SSH_HOST_KEY"
    expect 0 "SSH OK - $answer, host key ssh-ed25519 as pinned | $measured"
}

@test "another key than the pinned" {
    run_check check_ssh "${good[@]}" --host-key "$TENANT_SSH_HOST_KEY_RSA"
    expect 2 "SSH CRITICAL - $at_good: the host's key is ssh-ed25519 $TENANT_SSH_HOST_KEY, which is none of the 1 pinned | $measured"
}

@test "a pinned key of another type" {
    run_check check_ssh "${good[@]}" --host-key "$TENANT_SSH_HOST_KEY_ECDSA" --host-key-type ecdsa
    expect 0 "SSH OK - $answer, host key ecdsa-sha2-nistp256 as pinned | $measured"
}

@test "a pinned RSA key where SHA-1 still signs" {
    run_check check_ssh "${weak[@]}" --host-key "$TENANT_SSH_HOST_KEY_RSA" --host-key-type rsa
    expect 0 "SSH OK - $answer, host key ssh-rsa as pinned | $measured"
}

@test "a known host" {
    run_check check_ssh "${good[@]}" --known-hosts "$TENANT_SSH_KNOWN_HOSTS"
    expect 0 "SSH OK - $answer, host key ssh-ed25519 is known | $measured"
}

@test "a known host by its name" {
    run_check check_ssh localhost "$TENANT_SSH_PORT" --known-hosts "$TENANT_SSH_KNOWN_HOSTS"
    expect 0 "SSH OK - $answer, host key ssh-ed25519 is known | $measured"
}

@test "a known host whose file has one type of key" {
    grep ecdsa "$TENANT_SSH_KNOWN_HOSTS" >known
    run_check check_ssh "${good[@]}" --known-hosts known
    expect 0 "SSH OK - $answer, host key ecdsa-sha2-nistp256 is known | $measured"
}

@test "a known host, asked for a type that its file lacks" {
    grep ecdsa "$TENANT_SSH_KNOWN_HOSTS" >known
    run_check check_ssh "${good[@]}" --known-hosts known --host-key-type ed25519
    expect 2 "SSH CRITICAL - $at_good: the host's key is ssh-ed25519 $TENANT_SSH_HOST_KEY, and known has no ssh-ed25519 key for it | $measured"
}

@test "a known host in a hashed file" {
    cp "$TENANT_SSH_KNOWN_HOSTS" known
    ssh-keygen -q -H -f known >keygen.out 2>&1
    [[ $(<known) == '|1|'* && $(<known) != *127.0.0.1* ]]
    run_check check_ssh "${good[@]}" --known-hosts known
    expect 0 "SSH OK - $answer, host key ssh-ed25519 is known | $measured"
}

@test "a known host with another key" {
    sed "s#\(ssh-ed25519\) .*#\1 $(cut -d' ' -f2 "$TENANT_SSH_IDENTITY.pub")#" "$TENANT_SSH_KNOWN_HOSTS" |
        grep ed25519 >known
    run_check check_ssh "${good[@]}" --known-hosts known
    expect 2 "SSH CRITICAL - $at_good: the host's key is ssh-ed25519 $TENANT_SSH_HOST_KEY, but known has another for it | $measured"
}

@test "a host that is not known" {
    sed 's/127\.0\.0\.1/192.0.2.1/g' "$TENANT_SSH_KNOWN_HOSTS" >known
    run_check check_ssh "${good[@]}" --known-hosts known
    expect 2 "SSH CRITICAL - $at_good: the host's key is ssh-ed25519 $TENANT_SSH_HOST_KEY, and known has no ssh-ed25519 key for it | $measured"
}

@test "a host known on another port" {
    sed "s/:$TENANT_SSH_PORT/:1/g; s/:$TENANT_SSH_WEAK_PORT/:2/g" "$TENANT_SSH_KNOWN_HOSTS" >known
    run_check check_ssh "${good[@]}" --known-hosts known
    expect 2 "SSH CRITICAL - $at_good: the host's key is ssh-ed25519 $TENANT_SSH_HOST_KEY, and known has no ssh-ed25519 key for it | $measured"
}

@test "a file of known hosts with what else OpenSSH writes there" {
    key=$(cut -d' ' -f1,2 "$TENANT_SSH_IDENTITY_RSA.pub")
    printf '%s\n' '# comment' '' "@cert-authority *.example.org $key" "@revoked * $key" >known
    cat "$TENANT_SSH_KNOWN_HOSTS" >>known
    run_check check_ssh "${good[@]}" --known-hosts known
    expect 0 "SSH OK - $answer, host key ssh-ed25519 is known | $measured"
}

@test "a key that the file calls revoked" {
    cp "$TENANT_SSH_KNOWN_HOSTS" known
    echo "@revoked * $(grep -m1 ssh-ed25519 known | cut -d' ' -f2,3)" >>known
    run_check check_ssh "${good[@]}" --known-hosts known
    expect 2 "SSH CRITICAL - $at_good: the host's key is ssh-ed25519 $TENANT_SSH_HOST_KEY, which known calls revoked | $measured"
}

@test "a line that is no known host, and a folder" {
    printf 'comment\n' | cat "$TENANT_SSH_KNOWN_HOSTS" - >known
    run_check check_ssh "${good[@]}" --known-hosts known
    expect 3 "SSH UNKNOWN - $at_good: --known-hosts: 'known': line $(wc -l <known) is no known host | $measured"
    run_check check_ssh "${good[@]}" --known-hosts .
    expect 3 "SSH UNKNOWN - $at_good: --known-hosts: cannot read '.': not a regular file | $measured"
}

@test "no login to a host that is another" {
    run_check check_ssh "${good[@]}" -v --host-key "SHA256:$(printf 'A%.0s' {1..43})" --user "$TENANT_USER_A" \
        --identity "$TENANT_SSH_IDENTITY"
    [ "$status" -eq 2 ]
    [[ $output != *"logged in"* ]]
}

@test "an agent that says nothing" {
    start_aside python3 -c '
import socket, sys, time
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
time.sleep(20)' "$PWD/agent"
    eventually test -S agent
    SSH_AUTH_SOCK=$PWD/agent run_check check_ssh "${good[@]}" -t 2 --insecure --user "$TENANT_USER_A" --agent
    expect 3 "SSH UNKNOWN - $at_good: ssh-agent does not answer (SSH_AUTH_SOCK) | time=#s;;;0.000000;2.000000"
}

@test "a file of known hosts that is missing" {
    run_check check_ssh "${good[@]}" --known-hosts /nonexistent
    expect 3 "SSH UNKNOWN - $at_good: --known-hosts: cannot read '/nonexistent': No such file or directory | $measured"
}

# ---- policy ----

@test "keys only, as required" {
    run_check check_ssh "${good[@]}" --require-auth publickey --forbid-auth password --forbid-auth keyboard-interactive
    expect 0 "SSH OK - $answer, login by publickey | $measured"
}

@test "a forbidden way to log in" {
    run_check check_ssh "${weak[@]}" --user "$TENANT_USER_A" --forbid-auth password
    expect 2 "SSH CRITICAL - $at_weak offers to log in by password (offered: publickey,password) | $measured"
}

@test "a required way to log in that is missing" {
    run_check check_ssh "${good[@]}" --require-auth password
    expect 2 "SSH CRITICAL - $at_good does not offer to log in by password (offered: publickey) | $measured"
}

@test "no weak algorithm" {
    run_check check_ssh "${good[@]}" --weak-algorithms critical --forbid-algorithm '*-cbc'
    expect 0 "SSH OK - $answer, no forbidden algorithm, no weak algorithm | $measured"
}

@test "weak algorithms" {
    run_check check_ssh "${weak[@]}" --weak-algorithms warning
    [[ $status -eq 1 ]]
    [[ $text == "SSH WARNING - $at_weak offers weak algorithms: key exchange "* ]]
    for part in 'key exchange diffie-hellman-group14-sha1 diffie-hellman-group1-sha1' ', host key ssh-rsa' \
        ', cipher aes128-cbc 3des-cbc' ', MAC ' ' hmac-sha1' ' hmac-md5'; do
        echo "$part"
        [[ $text == *"$part"* ]]
    done
    [[ $text != *-ctr* && $text != *ed25519* && $text != *sha2* ]]
}

@test "forbidden algorithms" {
    run_check check_ssh "${weak[@]}" --forbid-algorithm '*-cbc' --forbid-algorithm hmac-md5
    expect 2 "SSH CRITICAL - $at_weak offers what is forbidden: cipher aes128-cbc 3des-cbc, MAC hmac-md5 | $measured"
}

@test "forbidden algorithms in a run that holds a session" {
    run_check check_ssh "${weak[@]}" --forbid-algorithm '*-cbc' --host-key "$TENANT_SSH_HOST_KEY"
    expect 2 "SSH CRITICAL - $at_weak offers what is forbidden: cipher aes128-cbc 3des-cbc | $measured"
}

# ---- login ----

@test "a login with a key" {
    run_check check_ssh "${with_key[@]}"
    expect 0 "SSH OK - $answer, logged in as $TENANT_USER_A | $measured"
}

@test "a login with an ECDSA key" {
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --identity "$TENANT_SSH_IDENTITY_ECDSA"
    expect 0 "SSH OK - $answer, logged in as $TENANT_USER_A | $measured"
}

@test "a login with all that can be asked of it" {
    run_check check_ssh "${with_key[@]}" --known-hosts "$TENANT_SSH_KNOWN_HOSTS" --host-key "$TENANT_SSH_HOST_KEY" \
        --require-auth publickey --forbid-auth password --weak-algorithms critical --sftp inbox
    expect 0 "SSH OK - $answer, no weak algorithm, host key ssh-ed25519 as pinned, host key ssh-ed25519 is known, login by publickey, logged in as $TENANT_USER_A, SFTP reaches inbox | $measured"
}

@test "a login that the key does not open" {
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --identity "$TENANT_SSH_IDENTITY_B"
    [[ $status -eq 2 && $text == "SSH CRITICAL - $at_good: login as '$TENANT_USER_A' failed: "* ]]
}

@test "a user who does not exist" {
    run_check check_ssh "${good[@]}" --insecure --user nosuchuser --identity "$TENANT_SSH_IDENTITY"
    [[ $status -eq 2 && $text == "SSH CRITICAL - $at_good: login as 'nosuchuser' failed: "* ]]
}

with_encrypted() { # OPTION...
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --identity "$TENANT_SSH_IDENTITY_ENCRYPTED" "$@"
}

expect_unreadable_key() { # FILE
    expect 3 "SSH UNKNOWN - $at_good: --identity: '$1' is no private key, or its passphrase is wrong | $measured"
}

@test "an encrypted key and its passphrase" {
    with_encrypted --passphrase-file "$TENANT_SSH_PASSPHRASE_FILE"
    expect 0 "SSH OK - $answer, logged in as $TENANT_USER_A | $measured"
}

@test "an encrypted key without its passphrase" {
    with_encrypted
    expect_unreadable_key "$TENANT_SSH_IDENTITY_ENCRYPTED"
}

@test "an encrypted key without its passphrase, after another question" {
    with_encrypted --require-auth publickey
    expect_unreadable_key "$TENANT_SSH_IDENTITY_ENCRYPTED"
}

@test "an encrypted key and a wrong passphrase" {
    (umask 077 && echo wrong >passphrase)
    with_encrypted --passphrase-file passphrase
    expect_unreadable_key "$TENANT_SSH_IDENTITY_ENCRYPTED"
}

@test "a file that is no key" {
    (umask 077 && echo hello >key)
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --identity key
    expect_unreadable_key key
}

@test "a key that others can read" {
    cp "$TENANT_SSH_IDENTITY" key
    chmod 640 key
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --identity key
    expect 3 "SSH UNKNOWN - $at_good: --identity: 'key' holds a secret and has mode 0640: others must have no access (chmod 600) | $measured"
}

@test "a passphrase that others can read" {
    cp "$TENANT_SSH_PASSPHRASE_FILE" passphrase
    chmod 604 passphrase
    with_encrypted --passphrase-file passphrase
    expect 3 "SSH UNKNOWN - $at_good: --passphrase-file: 'passphrase' holds a secret and has mode 0604: others must have no access (chmod 600) | $measured"
}

@test "a key that is missing" {
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --identity /nonexistent
    expect 3 "SSH UNKNOWN - $at_good: --identity: cannot read '/nonexistent': No such file or directory | $measured"
}

@test "a passphrase that is missing" {
    with_encrypted --passphrase-file /nonexistent
    expect 3 "SSH UNKNOWN - $at_good: --passphrase-file: cannot read the named file: No such file or directory | $measured"
}

# An agent of our own, with these keys; teardown ends it by its number.
start_agent() { # KEY...
    export SSH_AUTH_SOCK=$BATS_TEST_TMPDIR/agent
    start_aside ssh-agent -D -a "$SSH_AUTH_SOCK"
    eventually test -S "$SSH_AUTH_SOCK"
    for key in "$@"; do ssh-add -q "$key"; done
}

@test "an agent that has the key" {
    start_agent "$TENANT_SSH_IDENTITY_B" "$TENANT_SSH_IDENTITY"
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --agent
    expect 0 "SSH OK - $answer, logged in as $TENANT_USER_A | $measured"
}

@test "an agent that has another key" {
    start_agent "$TENANT_SSH_IDENTITY_B"
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --agent
    expect 2 "SSH CRITICAL - $at_good: login as '$TENANT_USER_A' failed: the server takes no key of ssh-agent | $measured"
}

@test "an agent that has no key" {
    start_agent
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --agent
    expect 3 "SSH UNKNOWN - $at_good: ssh-agent holds no key | $measured"
}

@test "no agent" {
    run_check check_ssh "${good[@]}" --insecure --user "$TENANT_USER_A" --agent
    expect 3 "SSH UNKNOWN - $at_good: ssh-agent does not answer (SSH_AUTH_SOCK) | $measured"
}

@test "SFTP to a folder" {
    run_check check_ssh "${with_key[@]}" --sftp "$TENANT_HOME_A/inbox"
    expect 0 "SSH OK - $answer, logged in as $TENANT_USER_A, SFTP reaches $TENANT_HOME_A/inbox | $measured"
}

@test "SFTP to nowhere" {
    run_check check_ssh "${with_key[@]}" --sftp outbox
    expect 2 "SSH CRITICAL - $at_good: SFTP: 'outbox': no such file | $measured"
}

@test "SFTP to where the user may not go" {
    run_check check_ssh "${with_key[@]}" --sftp "$TENANT_HOME_B/.ssh/authorized_keys"
    expect 2 "SSH CRITICAL - $at_good: SFTP: '$TENANT_HOME_B/.ssh/authorized_keys': permission denied | $measured"
}

# ---- what sshd says of it ----

@test "a server that is full" {
    exec {connection}<>"/dev/tcp/127.0.0.1/$TENANT_SSH_FULL_PORT"
    read -r -u "$connection" greeting
    [[ $greeting == SSH-2.0-* ]]
    run_check check_ssh 127.0.0.1 "$TENANT_SSH_FULL_PORT"
    exec {connection}>&-
    expect 2 "SSH CRITICAL - 127.0.0.1 port $TENANT_SSH_FULL_PORT: sshd has too many unfinished logins (MaxStartups): 'Exceeded MaxStartups' | time=U;;;0.000000;10.000000"
}

has_ended() {
    logged_since "$TENANT_SSH_LOG" | grep -qE '^(Disconnected from|Connection (closed|reset) by)'
}

# The run was one connection, and sshd found nothing wrong with it.
expect_clean_log() { # OPTION...
    mark_log "$TENANT_SSH_LOG"
    run_check check_ssh "${good[@]}" "$@"
    eventually has_ended
    logged_since "$TENANT_SSH_LOG" >log
    cat log
    [[ $(grep -c '^Connection from ' log) -eq 1 ]]
    [[ $(<log) == *':11: check done'* ]]
    [[ ! $(<log) =~ error|reset|'Broken pipe'|'Connection closed'|kex_exchange_identification|'Bad packet' ]]
}

@test "sshd's log after a look at the identification" {
    expect_clean_log
    [[ $status -eq 0 ]]
}

@test "sshd's log after a look at the algorithms" {
    expect_clean_log --weak-algorithms critical
    [[ $status -eq 0 ]]
}

@test "sshd's log after a session" {
    expect_clean_log --host-key "$TENANT_SSH_HOST_KEY" --known-hosts "$TENANT_SSH_KNOWN_HOSTS" \
        --require-auth publickey --weak-algorithms critical --user "$TENANT_USER_A"
    [[ $status -eq 0 ]]
}

@test "sshd's log after a login" {
    expect_clean_log --insecure --user "$TENANT_USER_A" --identity "$TENANT_SSH_IDENTITY"
    [[ $status -eq 0 ]]
}

@test "sshd's log after SFTP" {
    expect_clean_log --insecure --user "$TENANT_USER_A" --identity "$TENANT_SSH_IDENTITY" --sftp inbox
    [[ $status -eq 0 ]]
}

@test "sshd's log after a login that failed" {
    expect_clean_log --insecure --user "$TENANT_USER_A" --identity "$TENANT_SSH_IDENTITY_B"
    [[ $status -eq 2 ]]
}

@test "sshd's log when there was no file of known hosts" {
    expect_clean_log --known-hosts /nonexistent
    [[ $status -eq 3 ]]
}

# ---- output ----

# The JSON of a run has the same status, and the text of the line.
expect_json() { # ARGUMENT...
    run_check check_ssh "$@"
    local status_of_line=$status line=${text#SSH * - }
    run_check check_ssh "$@" --output-format json
    [[ $status -eq $status_of_line && $output != *$'\n'* ]]
    python3 -m json.tool <<<"$output"
    python3 -c '
import json, sys
found = json.loads(sys.argv[1])
assert found["exit_status"] == int(sys.argv[2]), found["exit_status"]
assert found["text"] == sys.argv[3], found["text"]
assert (found["program"], found["service"]) == ("check_ssh", "SSH")
assert [each["label"] for each in found["perfdata"]] == ["time"]' "$output" "$status" "$line"
}

@test "JSON when all is well" {
    expect_json "${good[@]}"
}

@test "JSON when it is not" {
    expect_json "${good[@]}" -r 'a "quoted" \ version'
}

@test "JSON when nobody answers" {
    find_closed_port
    expect_json 127.0.0.1 "$closed_port"
}

@test "-v shows every finding" {
    run_check check_ssh "${good[@]}" -v --minimum-version 8 --host-key "$TENANT_SSH_HOST_KEY" --require-auth password
    expect 2 "SSH CRITICAL - $at_good does not offer to log in by password (offered: publickey) | $measured
[OK] $answer
[OK] host key ssh-ed25519 as pinned
[CRITICAL] $at_good does not offer to log in by password (offered: publickey)"
}

@test "-vv tells on standard error what the server said" {
    run_check check_ssh "${good[@]}" -vv --host-key "$TENANT_SSH_HOST_KEY"
    [[ $status -eq 0 && $output == *"[OK] host key ssh-ed25519 as pinned" ]]
    [[ $stderr == *"$server_version"* && $stderr == *"$TENANT_SSH_HOST_KEY"* ]]
}

@test "-vvv tells what the server offers" {
    run_check check_ssh "${good[@]}" -vvv --weak-algorithms warning
    [[ $status -eq 0 && $output != *curve25519-sha256* ]]
    [[ $stderr == *curve25519-sha256* && $stderr == *aes256-ctr* ]]
}

@test "the clause of a promise that is broken" {
    run_check check_ssh "${good[@]}" --clause 1.13 -P 1
    expect 2 "SSH CRITICAL - $answer protocol version mismatch, expected '1' (SLO 1.13) | $measured"
}

@test "secrets are in no output" {
    passphrase=$(<"$TENANT_SSH_PASSPHRASE_FILE")
    (umask 077 && echo "not-$passphrase" >wrong)
    for options in "--passphrase-file $TENANT_SSH_PASSPHRASE_FILE" '--passphrase-file wrong' ''; do
        for format in nagios json; do
            # shellcheck disable=SC2086
            with_encrypted $options -vvv --output-format "$format" --sftp inbox
            [[ -n $output && $output$stderr != *"$passphrase"* && $output$stderr != *'PRIVATE KEY'* ]]
            [[ $output$stderr != *"$(sed -n 2p "$TENANT_SSH_IDENTITY_ENCRYPTED")"* ]]
        done
    done
}

@test "no option takes a secret itself" {
    run_check check_ssh --help
    [[ $(grep -oE -- '--[a-z-]*(pass|secret)[a-z-]*=?' <<<"$output") == '--passphrase-file=' ]]
}

@test "options from a file" {
    printf '%s\n' '[check_ssh]' 'hostname=127.0.0.1' "port=$TENANT_SSH_PORT" 'P=2.0' '[other]' \
        'hostname=127.0.0.1' "port=$TENANT_SSH_PORT" 'remote-protocol=1.99' >options.ini
    run_check check_ssh --extra-opts=@options.ini
    expect 0 "SSH OK - $answer | $measured"
    run_check check_ssh --extra-opts=other@options.ini
    expect 2 "SSH CRITICAL - $answer protocol version mismatch, expected '1.99' | $measured"
    run_check check_ssh --extra-opts=other@options.ini -P 2.0
    expect 0 "SSH OK - $answer | $measured"
}

@test "--help and --version are for people" {
    for options in --help -h --version -V '-V --nosuch' '127.0.0.1 -h'; do
        # shellcheck disable=SC2086
        run_check check_ssh $options
        echo "$options: $status"
        [[ $status -eq 3 && -n $output && -z $stderr ]]
    done
    run_check check_ssh -V
    [[ $output == check_ssh* && $output != *$'\n'* ]]
}

# ---- wrong options: one line that names the option, and status 3 ----

@test "wrong options" {
    bad_pin='is not a fingerprint (SHA256: and 43 characters, as ssh-keygen -l prints, or 64 hex digits)'
    while IFS='|' read -r options expected; do
        eval "words=($options)"
        run_check check_ssh "${words[@]}"
        echo "$options"
        expect 3 "SSH UNKNOWN - $expected"
    done <<END
|--hostname: it must be given: HOST is expected; --help shows the usage
a 22 x|argument 3 without a dash is one too many; --help shows the usage
''|--hostname: it is empty: a name or an address is expected
a x|--port: 'x' is not a whole number from 1 to 65535
a -p 0|--port: '0' is not a whole number from 1 to 65535
a -p 65536|--port: '65536' is not a whole number from 1 to 65535
a -p 22x|--port: '22x' is not a whole number from 1 to 65535
a -p|--port: an argument is missing: PORT is expected
a --host-key|--host-key: an argument is missing: SHA256:... is expected
a --agent=yes|--agent: this option takes no argument
a -Z|-Z is not an option; --help lists them
a --nosuch|--nosuch is not an option, or short for several; --help lists them
a --use-ipv|--use-ipv is not an option, or short for several; --help lists them
a -4 -6|--use-ipv4 and --use-ipv6 exclude each other
a -t 0|--timeout: '0' is not a time from 1 ms to 11 days
a -t x|--timeout: 'x' is not a duration (such as 90s, 26h or 1h30m)
a -t 5:bad|--timeout: 'bad' is not a state (ok, warning, critical or unknown)
a --timeout-result x|--timeout-result: 'x' is not a state (ok, warning, critical or unknown)
a --output-format xml|--output-format: 'xml' is none of nagios, json
a --host-key SHA256:x|--host-key: 'SHA256:x' $bad_pin
a --host-key-type dsa --host-key x|--host-key-type: 'dsa' is none of any, ed25519, ecdsa, rsa
a --host-key-type rsa|--host-key-type: it needs --host-key or --known-hosts
a --minimum-version x|--minimum-version: 'x' has no number
a --weak-algorithms x|--weak-algorithms: 'x' is not a state (ok, warning, critical or unknown)
a --identity x|--identity: it needs --user
a --user u --identity x|--identity: it needs --host-key or --known-hosts (or --insecure)
a --forbid-auth Password|--forbid-auth: 'Password' is no method (password, publickey, keyboard-interactive, hostbased, gssapi-with-mic, gssapi-keyex, none); the option may be repeated
a --agent|--agent: it needs --user
a --user u|--user: it needs --identity, --agent, --require-auth or --forbid-auth
a --user u --agent --identity x|--identity and --agent exclude each other
a --sftp x|--sftp: it needs --user with --identity or --agent
a --passphrase-file x|--passphrase-file: it needs --identity
END
}

@test "wrong ranges" {
    for option in -w --warning -c --critical; do
        for range in '' x 1:x 2:1 1,5; do
            run_check check_ssh a "$option" "$range"
            echo "$option $range: $output"
            name=--warning
            if [[ $option == -c || $option == --critical ]]; then name=--critical; fi
            [[ $status -eq 3 && $output == "SSH UNKNOWN - $name: '$range' "* && $output != *$'\n'* && -z $stderr ]]
        done
    done
}

@test "a file of options that is missing" {
    run_check check_ssh --extra-opts=@/nonexistent a
    expect_text 3 "SSH UNKNOWN - --extra-opts: cannot read '/nonexistent': No such file or directory"
}
