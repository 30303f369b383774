#!/usr/bin/env bats
# shellcheck disable=SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# check_ftp against the real vsftpd of the sample tenant.

load helper

setup() {
    aside=()
    cd "$BATS_TEST_TMPDIR"
    plain=(-H 127.0.0.1 -p "$TENANT_FTP_PORT")
    open=(-H 127.0.0.1 -p "$TENANT_FTP_OPEN_PORT" --netrc "$TENANT_NETRC")
    explicit=(-H 127.0.0.1 -p "$TENANT_FTP_EXPLICIT_PORT")
    secure=("${explicit[@]}" -S --ca-file "$TENANT_CA_FILE")
    login=("${secure[@]}" --netrc "$TENANT_NETRC")
    greeting='220 (vsFTPd 3.0.3)'
    measured='time=#s;;;0.000000;10.000000'
    unmeasured='time=U;;;0.000000;10.000000'
    logged_in="$measured login_time=#s;;;0.000000"
    export LC_ALL=C.UTF-8
    # A proxy in the environment must not be asked.
    export ftp_proxy=http://127.0.0.1:9 ALL_PROXY=http://127.0.0.1:9
}

teardown() {
    stop_all
}

answer_at() { # PORT: the text of an answer there
    echo "# second response time on 127.0.0.1 port $1 [$greeting]"
}

# Runs check_ftp and hides what differs from run to run: seconds, days and dates, random names.
check_ftp() { # ARGUMENT...
    run_check check_ftp "$@"
    shown=$(sed -E 's/(- |took )[0-9]+\.[0-9]{3} s/\1# s/g; s/in [0-9]+ days, on [0-9TZ:-]+/in # days, on DATE/
        s/days_left=[0-9]+/days_left=#/; s/probe-[0-9a-f]{32}/probe-NAME/g' <<<"$shown")
    text=${shown%% | *}
}

# ---- it answers ----

@test "host and port by letters" {
    check_ftp -H 127.0.0.1 -p "$TENANT_FTP_PORT"
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | $measured"
}

@test "the host first, by operand" {
    check_ftp 127.0.0.1 -p "$TENANT_FTP_PORT"
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | $measured"
}

@test "the host last, by operand" {
    check_ftp -p "$TENANT_FTP_PORT" 127.0.0.1
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | $measured"
}

@test "no host is this one" {
    check_ftp -p "$TENANT_FTP_PORT"
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | $measured"
}

@test "long options" {
    check_ftp --hostname=127.0.0.1 --port="$TENANT_FTP_PORT" --timeout=5 --use-ipv4 --warning=5 --critical=6
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | time=#s;5;6;0.000000;5.000000"
}

@test "the command line of Icinga's template" {
    check_ftp "${plain[@]}" -r crit -M warn -t 10
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | $measured"
}

@test "old spellings" {
    check_ftp "${plain[@]}" -wt 300 -ct 600 -to 20
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | time=#s;300;600;0.000000;20.000000"
}

@test "options that are there for compatibility" {
    check_ftp "${plain[@]}" -C 3 -W 2 --protocol=tcp --critical-codes=3 --warning-codes=2
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | $measured"
}

@test "an answer that is not shown" {
    check_ftp "${plain[@]}" -j
    expect 0 "FTP OK - # second response time on 127.0.0.1 port $TENANT_FTP_PORT | $measured"
}

@test "an expected text" {
    check_ftp "${plain[@]}" -e 999 -e vsFTPd
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | $measured"
}

@test "all of the expected texts" {
    check_ftp "${plain[@]}" -A -e 999 -e vsFTPd
    expect 1 "FTP WARNING - Unexpected response from host/socket: $greeting (127.0.0.1 port $TENANT_FTP_PORT) | $measured"
}

@test "an unexpected answer is what --mismatch says" {
    check_ftp "${plain[@]}" -e 999 -M crit
    expect 2 "FTP CRITICAL - Unexpected response from host/socket: $greeting (127.0.0.1 port $TENANT_FTP_PORT) | $measured"
    check_ftp "${plain[@]}" -e 999 --mismatch=ok -j
    expect 0 "FTP OK - Unexpected response from host/socket on 127.0.0.1 port $TENANT_FTP_PORT | $measured"
}

@test "a command is sent, and its answer is awaited" {
    check_ftp "${plain[@]}" -E -s 'USER nobody\r\n' -e 331
    expect 0 "FTP OK - # second response time on 127.0.0.1 port $TENANT_FTP_PORT [$greeting 331 Please specify the password.] | $measured"
}

@test "a command is sent under TLS" {
    check_ftp "${secure[@]}" -E -s 'USER nobody\r\n' -e 331
    expect 0 "FTP OK - # second response time on 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT [$greeting 331 Please specify the password.] | $measured"
}

@test "another text at the end, a limit on bytes, and a delay that does not count" {
    check_ftp "${plain[@]}" -E -q 'NOOP\r\n' -m 3 -d 0.3 -w 0.2
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT") | time=#s;0.2;;0.000000;10.000000"
}

@test "too slow" {
    check_ftp "${plain[@]}" -w 0
    expect 1 "FTP WARNING - $(answer_at "$TENANT_FTP_PORT") (warning at 0) | time=#s;0;;0.000000;10.000000"
    check_ftp "${plain[@]}" -w 0 -c 0
    expect 2 "FTP CRITICAL - $(answer_at "$TENANT_FTP_PORT") (critical at 0) | time=#s;0;0;0.000000;10.000000"
}

@test "a connection that is refused is what --refuse says" {
    find_closed_port
    refused="connect to address 127.0.0.1 and port $closed_port: Connection refused"
    check_ftp -H 127.0.0.1 -p "$closed_port"
    expect 2 "FTP CRITICAL - $refused | $unmeasured"
    check_ftp -H 127.0.0.1 -p "$closed_port" --refuse=warn
    expect 1 "FTP WARNING - $refused | $unmeasured"
    check_ftp -H 127.0.0.1 -p "$closed_port" -r ok
    expect 0 "FTP OK - $refused | $unmeasured"
}

@test "a server that says nothing" {
    start_silent_server
    check_ftp -H 127.0.0.1 -p "$silent_port" -t 1
    expect 2 "FTP CRITICAL - timeout after 1 s: no greeting from 127.0.0.1 port $silent_port | time=U;;;0.000000;1.000000"
    check_ftp -H 127.0.0.1 -p "$silent_port" -t 1:unknown -e x
    expect 3 "FTP UNKNOWN - timeout after 1 s: no expected answer from 127.0.0.1 port $silent_port | time=U;;;0.000000;1.000000"
}

@test "a name that has no address" {
    check_ftp -H never.example.invalid
    [[ $status -eq 2 && $shown == "FTP CRITICAL - cannot resolve host 'never.example.invalid': "*" | $unmeasured" ]]
}

@test "a Unix socket on which nobody listens" {
    check_ftp /nonexistent/ftp
    expect 2 "FTP CRITICAL - connect to socket /nonexistent/ftp: No such file or directory | $unmeasured"
}

@test "IPv6 only, where there is none" {
    check_ftp -6 -H 127.0.0.1 -p "$TENANT_FTP_PORT"
    [[ $status -eq 2 && $shown == "FTP CRITICAL - cannot resolve host '127.0.0.1': "*" | $unmeasured" ]]
}

@test "JSON with the same verdict" {
    check_ftp "${plain[@]}" --output-format=json -M crit -e 999
    [[ $status -eq 2 ]]
    python3 -c 'import json, sys
found = json.loads(sys.argv[1])
assert found["state"] == "CRITICAL" and found["exit_status"] == 2 and found["service"] == "FTP", found' "$output"
}

# ---- TLS ----

@test "AUTH TLS, and the days of the certificate" {
    check_ftp "${secure[@]}" -D 30,7
    expect 0 "FTP OK - # second response time on 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT, certificate 'localhost' expires in # days, on DATE [$greeting] | $measured days_left=#;30:;7:"
}

@test "--certificate alone asks for TLS" {
    check_ftp "${explicit[@]}" --ca-directory "$TENANT_CA_DIR" --certificate=1
    expect 0 "FTP OK - # second response time on 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT, certificate 'localhost' expires in # days, on DATE [$greeting] | $measured days_left=#;1:;0:"
}

@test "implicit TLS" {
    check_ftp -H localhost -p "$TENANT_FTP_IMPLICIT_PORT" --implicit --ca-file "$TENANT_CA_FILE"
    expect 0 "FTP OK - # second response time on localhost port $TENANT_FTP_IMPLICIT_PORT [$greeting] | $measured"
}

@test "a certificate that ends soon" {
    check_ftp -H 127.0.0.1 -p "$TENANT_FTP_EXPIRING_PORT" -S --ca-file "$TENANT_CA_FILE" -D 30
    expect 1 "FTP WARNING - 127.0.0.1 port $TENANT_FTP_EXPIRING_PORT: certificate 'localhost' expires in # days, on DATE (warning at 30:) | $measured days_left=#;30:;0:"
    check_ftp -H 127.0.0.1 -p "$TENANT_FTP_EXPIRING_PORT" -S --ca-file "$TENANT_CA_FILE" -D 30,20
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPIRING_PORT: certificate 'localhost' expires in # days, on DATE (critical at 20:) | $measured days_left=#;30:;20:"
}

@test "a certificate that nobody trusts" {
    check_ftp "${explicit[@]}" -S
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: certificate of 'localhost' is not trusted: unable to get local issuer certificate | $measured"
    check_ftp "${explicit[@]}" -D 30,14
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: certificate of 'localhost' is not trusted: unable to get local issuer certificate | $measured days_left=#;30:;14:"
}

@test "a certificate that nobody verifies" {
    check_ftp "${explicit[@]}" -S --insecure
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT") | $measured"
}

@test "a certificate for another host" {
    wrong=(-H 127.0.0.1 -p "$TENANT_FTP_WRONGHOST_PORT" -S)
    check_ftp "${wrong[@]}" --ca-file "$TENANT_CA_FILE"
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_WRONGHOST_PORT: certificate is for 'other.tenant.test', not for '127.0.0.1' | $measured"
    check_ftp "${wrong[@]}"
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_WRONGHOST_PORT: certificate of 'other.tenant.test' is not trusted: unable to get local issuer certificate, and it is not for '127.0.0.1' | $measured"
    check_ftp "${wrong[@]}" --ca-file "$TENANT_CA_FILE" --sni other.tenant.test
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_WRONGHOST_PORT") | $measured"
}

@test "a server without TLS" {
    check_ftp "${plain[@]}" -S -D 3
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_PORT: the server does not start TLS: 530 Please login with USER and PASS. | $measured days_left=U;3:;0:"
}

@test "a server that begins with TLS when AUTH TLS is tried" {
    check_ftp -H 127.0.0.1 -p "$TENANT_FTP_IMPLICIT_PORT" -S -t 1
    expect 2 "FTP CRITICAL - timeout after 1 s: no greeting from 127.0.0.1 port $TENANT_FTP_IMPLICIT_PORT | time=U;;;0.000000;1.000000"
}

@test "implicit TLS where there is none" {
    check_ftp "${plain[@]}" --implicit --insecure
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_PORT: TLS handshake failed: wrong version number | $unmeasured"
}

# ---- logins ----

@test "a login with a password file" {
    check_ftp "${secure[@]}" --user "$TENANT_USER_A" --password-file "$TENANT_PASSWORD_FILE_A"
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT"), login took # s | $logged_in"
}

@test "a login with a netrc, in the clear, under AUTH TLS and implicit TLS" {
    check_ftp "${plain[@]}" --netrc "$TENANT_NETRC"
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT"), login took # s | $logged_in"
    check_ftp "${login[@]}" --user "$TENANT_USER_A"
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT"), login took # s | $logged_in"
    check_ftp -H 127.0.0.1 -p "$TENANT_FTP_IMPLICIT_PORT" --implicit --ca-file "$TENANT_CA_FILE" --netrc "$TENANT_NETRC"
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_IMPLICIT_PORT"), login took # s | $logged_in"
}

@test "a wrong password" {
    check_ftp "${secure[@]}" --user "$TENANT_USER_A" --password-file "$TENANT_PASSWORD_FILE_B" --list .
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: login as '$TENANT_USER_A' refused: 530 Login incorrect. | $measured login_time=U;;;0.000000 entries=U;;;0"
}

@test "no login in the clear where the server wants TLS" {
    check_ftp "${explicit[@]}" --netrc "$TENANT_NETRC"
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: login as '$TENANT_USER_A' refused: 530 Non-anonymous sessions must use encryption. | $measured login_time=U;;;0.000000"
}

@test "a folder and a file" {
    check_ftp "${login[@]}" --list . --file report.txt:3kB
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT"), login took # s, '.' has 2 entries, 'report.txt' has 3.1 kB | $logged_in entries=2;;;0 size=3100B;;;0"
    check_ftp "${login[@]}" --list /inbox --file /report.txt
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT"), login took # s, '/inbox' has 0 entries, '/report.txt' has 3.1 kB | $logged_in entries=0;;;0 size=3100B;;;0"
}

@test "a folder and a file that are not there, and a file that is too small" {
    check_ftp "${login[@]}" --list nowhere --file nothing
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: cannot list 'nowhere': 550 Failed to change directory.; 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: size of 'nothing': 550 Could not get file size. | $logged_in entries=U;;;0 size=U;;;0"
    check_ftp "${login[@]}" --file report.txt:1MiB
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: 'report.txt' has 3.1 kB, at least 1.0 MB are expected | $logged_in size=3100B;;;0"
}

@test "an upload, which leaves nothing behind" {
    check_ftp "${login[@]}" --upload-to inbox
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT"), login took # s, 'inbox' takes uploads | $logged_in"
    check_ftp "${plain[@]}" --netrc "$TENANT_NETRC" --upload-to /inbox/
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_PORT"), login took # s, '/inbox/' takes uploads | $logged_in"
    [[ -z $(ls -A "$TENANT_HOME_A/inbox") ]]
}

@test "an upload that is refused" {
    check_ftp "${login[@]}" --upload-to nowhere
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: cannot store 'nowhere/receico-probe-NAME.txt': 553 Could not create file. | $logged_in"
}

# ---- what must be refused ----

@test "another tenant's folder is denied" {
    check_ftp "${login[@]}" --forbid-path "$TENANT_HOME_B" --forbid-path ../tenant_b/report.txt
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT"), login took # s, '$TENANT_HOME_B' is denied (CWD: 550 Failed to change directory.), '../tenant_b/report.txt' is denied (CWD: 550 Failed to change directory.) | $logged_in"
}

@test "another tenant's folder is reached" {
    check_ftp "${open[@]}" --forbid-path "$TENANT_HOME_B" --forbid-path ../tenant_b/report.txt --forbid-path /nothing
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_OPEN_PORT: tenant can reach '$TENANT_HOME_B': CWD: 250 Directory successfully changed.; 127.0.0.1 port $TENANT_FTP_OPEN_PORT: tenant can reach '../tenant_b/report.txt': SIZE: 213 3100 | $logged_in"
}

@test "one's own folder is reached, after others as before them" {
    check_ftp "${login[@]}" --list inbox --forbid-path inbox --forbid-path inbox/ --forbid-path report.txt --forbid-path / --file report.txt
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: tenant can reach 'inbox': CWD: 250 Directory successfully changed.; 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: tenant can reach 'inbox/': CWD: 250 Directory successfully changed.; 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: tenant can reach 'report.txt': SIZE: 213 3100; 127.0.0.1 port $TENANT_FTP_EXPLICIT_PORT: tenant can reach '/': CWD: 250 Directory successfully changed. | $logged_in entries=0;;;0 size=3100B;;;0"
}

@test "a plain login is refused" {
    check_ftp "${explicit[@]}" --forbid-plain-login
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT"), a plain login is refused (530 Non-anonymous sessions must use encryption.) | $measured"
}

@test "a plain login is refused, and one under TLS is not" {
    check_ftp "${login[@]}" --forbid-plain-login
    expect 0 "FTP OK - $(answer_at "$TENANT_FTP_EXPLICIT_PORT"), a plain login is refused (530 Non-anonymous sessions must use encryption.), login took # s | $logged_in"
}

@test "a plain login is taken, and no password is sent" {
    mark_log "$TENANT_DIR/vsftpd-lax.log"
    check_ftp -H 127.0.0.1 -p "$TENANT_FTP_LAX_PORT" --forbid-plain-login --user "$TENANT_USER_A" --password-file "$TENANT_PASSWORD_FILE_A"
    expect 2 "FTP CRITICAL - 127.0.0.1 port $TENANT_FTP_LAX_PORT: the server asks for a password in the clear: USER: 331 Please specify the password. | $measured"
    eventually logged "USER $TENANT_USER_A"
    run ! logged PASS
}

logged() { # TEXT
    logged_since "$TENANT_DIR/vsftpd-lax.log" | grep -q "$1"
}

@test "the conversation is told on stderr, without the password" {
    run --separate-stderr "$PLUGIN_DIR/check_ftp" -vv "${login[@]}" --list inbox
    [[ $status -eq 0 && $stderr == *"> USER $TENANT_USER_A"* && $stderr == *'> PASS ...'* ]]
    [[ $stderr != *"$(<"$TENANT_PASSWORD_FILE_A")"* && $output != *"$(<"$TENANT_PASSWORD_FILE_A")"* ]]
}

# ---- what cannot be done: one line that names the option, and 3 ----

@test "wrong values" {
    for words in '-p 0' '-p abc' '-t abc' '-w abc' '-c abc' '-r maybe' '-M maybe' '-d abc' '-m 0' '-D abc' '-Z' \
        '--no-such-option' '-H' 'a b'; do
        # shellcheck disable=SC2086
        check_ftp $words
        echo "$words: $output"
        [[ $status -eq 3 && $output == 'FTP UNKNOWN - '* && $output != *$'\n'* && -z $stderr ]]
    done
    check_ftp "${plain[@]}" --port 70000
    expect 3 "FTP UNKNOWN - --port: '70000' is not a whole number from 1 to 65535"
    check_ftp --netrc "$TENANT_NETRC" --file a:10Q
    [[ $status -eq 3 && $output == 'FTP UNKNOWN - --file: behind the colon '* ]]
}

@test "impossible combinations" {
    check_ftp -4 -6 a
    expect 3 "FTP UNKNOWN - --use-ipv4 and --use-ipv6 exclude each other"
    check_ftp a --list x
    expect 3 "FTP UNKNOWN - --list: it needs --user with --password-file, or --netrc"
    check_ftp a --user x
    expect 3 "FTP UNKNOWN - --user: it needs --password-file or --netrc"
    check_ftp a --user x --password-file /p --netrc /n
    expect 3 "FTP UNKNOWN - --password-file: it excludes --netrc"
    check_ftp a --ca-file "$TENANT_CA_FILE"
    expect 3 "FTP UNKNOWN - --ca-file: it needs --ssl"
    check_ftp a -S --ca-file "$TENANT_CA_FILE" --insecure
    expect 3 "FTP UNKNOWN - --ca-file: it has no effect with --insecure"
    check_ftp a --implicit --forbid-plain-login
    expect 3 "FTP UNKNOWN - --forbid-plain-login: where TLS is from the first byte, nothing is plain"
}

@test "secrets that are missing, or for others to read" {
    check_ftp "${secure[@]}" --user a --password-file missing
    expect 3 "FTP UNKNOWN - --password-file: cannot read the named file: No such file or directory"
    echo word >password
    chmod 644 password
    check_ftp "${secure[@]}" --user a --password-file password
    expect 3 "FTP UNKNOWN - --password-file: 'password' holds a secret and has mode 0644: others must have no access (chmod 600)"
    : >empty
    chmod 600 empty
    check_ftp "${secure[@]}" --user a --password-file empty
    expect 3 "FTP UNKNOWN - --password-file: 'empty' has no secret in its first line"
    check_ftp "${secure[@]}" --netrc missing
    expect 3 "FTP UNKNOWN - --netrc: cannot read 'missing': No such file or directory"
    check_ftp "${secure[@]}" --netrc empty
    expect 3 "FTP UNKNOWN - --netrc: it has no login with a password for '127.0.0.1'"
    check_ftp "${secure[@]}" --netrc password
    expect 3 "FTP UNKNOWN - --netrc: 'password' holds a secret and has mode 0644: others must have no access (chmod 600)"
}

@test "authorities that cannot be read" {
    check_ftp "${explicit[@]}" -S --ca-file missing
    expect 3 "FTP UNKNOWN - --ca-file: cannot read certificates from 'missing': No such file or directory | $measured"
    echo rubbish >rubbish
    check_ftp "${explicit[@]}" -S --ca-file rubbish
    [[ $status -eq 3 && $shown == "FTP UNKNOWN - --ca-file: cannot read certificates from 'rubbish': "* ]]
    check_ftp "${explicit[@]}" -S --ca-directory .
    expect 3 "FTP UNKNOWN - --ca-directory: '.' is no readable folder of hashed certificates (openssl rehash makes one) | $measured"
}
