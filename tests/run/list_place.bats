#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031,SC2034,SC2154,SC2164
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# Files are listed, looked at and read in the same way wherever they lie: on this machine, behind OpenSSH,
# vsftpd, an FTP server that knows MLSD, nginx and Apache.

load helper

setup_file() {
    # Filled once: what every place shows of it is compared with what lies there.
    cd "$TENANT_FILES"
    mkdir sub
    touch sub/inside
    head -c 3000000 /dev/urandom >big.tar.gz
    echo hello >'a b&c"<>.txt'
    echo x >'a:b'
    echo x >'100%.txt'
    echo x >'?q#x'
    echo x >-rf
    echo x >'a|b'
    echo x >"$(printf 'n%.0s' {1..255})"
    printf x >$'inv\xff\xfelid'
    touch -d '2020-02-29 12:34:56 UTC' old
    # `ls` sorts these by the bytes.
    ls -A >"$BATS_FILE_TMPDIR/names"
    chmod -R a+rX .
}

setup() {
    cd "$BATS_TEST_TMPDIR"
    PLUGIN_DIR=$BUILD_DIR/tests/run
    aside=()
    ssh=(--known-hosts "$TENANT_SSH_KNOWN_HOSTS" --identity "$TENANT_SSH_IDENTITY")
    sftp=sftp://$TENANT_USER_A@127.0.0.1:$TENANT_SSH_PORT
    password=(--password-file "$TENANT_PASSWORD_FILE_A")
    ftp=ftp://$TENANT_USER_A@127.0.0.1:$TENANT_FTP_PORT
    ftps=ftps://$TENANT_USER_A@localhost:$TENANT_FTP_EXPLICIT_PORT
    https=https://127.0.0.1:$TENANT_HTTPS_PORT
    at_ssh="127.0.0.1 port $TENANT_SSH_PORT"
    at_web="127.0.0.1 port $TENANT_HTTPS_PORT"
    shown_key="the host's key is ssh-ed25519 $TENANT_SSH_HOST_KEY"
    trust=(--ca-directory "$TENANT_CA_DIR")
}

teardown() {
    stop_all
}

# The entries of the last run: all lines but that of the result, which may come first or last.
entries() {
    grep -v '^PLACE ' <<<"$output"
}

expect_line() { # LINE
    grep -qxF -- "$1" <<<"$output" || { printf 'no line\n%s\nin\n%s\n' "$1" "$output"; return 1; }
}

# The last run, with --quiet, said that nothing is there; or a folder of so many entries.
expect_nothing() { # PLACE
    expect_text 2 "PLACE CRITICAL - $1 does not exist: 0 entries, 0 folders, 0 vanished, 0 unreadable"
}
expect_entries() { # COUNT PLACE
    expect_text 0 "PLACE OK - $2 exists: $1 entries, 1 folders, 0 vanished, 0 unreadable"
}

# The run saw what lies in TENANT_FILES, and nothing else.
expect_all_names() {
    [[ $status -eq 0 ]] || { echo "$output"; return 1; }
    entries | sed 's/.* //' | python3 -c '
import os, re, sys
found = sorted(re.sub(rb"\\([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), line.rstrip(b"\n"))
               for line in sys.stdin.buffer)
expected = sorted(os.listdir(os.environb[b"TENANT_FILES"]))
print("found", found)
print("expected", expected)
sys.exit(found != expected)'
}

# What was read is the part of the file that was asked for.
expect_read() { # FILE OFFSET LENGTH COPY
    cmp "$4" <(tail -c +"$(($2 + 1))" "$1" | head -c "$3")
}

# --- this machine ---

@test "a folder of this machine" {
    run_check list_place -f "$TENANT_FILES"
    expect_all_names
    owner=$(stat -c %u:%g "$TENANT_FILES/old")
    expect_line "f 0 2020-02-29T12:34:56Z 0644 $owner 1 i old"
    run_check list_place -f "$TENANT_FILES" --wants big --read big.tar.gz --to copy --offset 1000000 --length 1000
    [[ $status -eq 0 ]]
    expect_read "$TENANT_FILES/big.tar.gz" 1000000 1000 copy
}

@test "nothing is there" {
    run_check list_place -f "$TENANT_DIR/nothing"
    expect_nothing "$TENANT_DIR/nothing"
}

# --- SFTP ---

@test "SFTP: a folder" {
    run_check list_place -f "$sftp$TENANT_FILES" "${ssh[@]}"
    expect_all_names
    owner=$(stat -c %u:%g "$TENANT_FILES/old")
    expect_line "f 0 2020-02-29T12:34:56Z 0644 $owner - - old"
}

@test "SFTP: from where the login lands" {
    size=$(stat -c %s "$TENANT_HOME_A/report.txt")
    run_check list_place -f "$sftp/~" --wants report "${ssh[@]}" --look
    [[ $status -eq 0 && $output == *"f $size "*" report.txt"$'\n'"f $size "*" report.txt"* ]]
    run_check list_place -f "$sftp/~/report.txt" "${ssh[@]}" --read report.txt --to copy --offset 31 --length 10000
    [[ $status -eq 0 ]]
    expect_read "$TENANT_HOME_A/report.txt" 31 10000 copy
    ln -s report.txt "$TENANT_HOME_A/link"
    run_check list_place -f "$sftp/~/link" "${ssh[@]}" --read link --to copy
    [[ $status -eq 2 && $output == *"'link' is no regular file any more"* ]]
    rm "$TENANT_HOME_A/link"
}

@test "SFTP: a large file, from its beginning and from within" {
    run_check list_place -f "$sftp$TENANT_FILES/big.tar.gz" "${ssh[@]}" --read big.tar.gz --to copy --length 4000000
    [[ $status -eq 0 ]]
    cmp "$TENANT_FILES/big.tar.gz" copy
    run_check list_place -f "$sftp$TENANT_FILES" --wants big "${ssh[@]}" \
        --read big.tar.gz --to copy --offset 2999990 --length 99
    expect_read "$TENANT_FILES/big.tar.gz" 2999990 10 copy
}

@test "SFTP: 20,000 entries" {
    mkdir "$TENANT_FILES/many"
    (cd "$TENANT_FILES/many" && seq -f 'receico-production-%.0f.tar.gz' 20000 | xargs touch)
    run_check list_place -f "$sftp$TENANT_FILES/many" "${ssh[@]}" --quiet
    rm -r "$TENANT_FILES/many"
    expect_entries 20000 "sftp://127.0.0.1:$TENANT_SSH_PORT$TENANT_FILES/many"
}

@test "SFTP: what is not there, and what one may not see" {
    run_check list_place -f "$sftp/~/nothing" "${ssh[@]}"
    expect_nothing "sftp://127.0.0.1:$TENANT_SSH_PORT/~/nothing"
    run_check list_place -f "$sftp$TENANT_DIR/server" "${ssh[@]}"
    expect_text 3 "PLACE UNKNOWN - $at_ssh: SFTP: '$TENANT_DIR/server': permission denied"
}

@test "SFTP: nobody logs in to a host that is not the one" {
    mark_log "$TENANT_SSH_LOG"
    : >empty
    run_check list_place -f "$sftp/~" --known-hosts empty --identity "$TENANT_SSH_IDENTITY"
    expect_text 2 "PLACE CRITICAL - $at_ssh: $shown_key, and empty has no ssh-ed25519 key for it"
    run_check list_place -f "$sftp/~" --host-key "$TENANT_SSH_HOST_KEY_RSA" --identity "$TENANT_SSH_IDENTITY"
    expect_text 2 "PLACE CRITICAL - $at_ssh: $shown_key, which is none of the 1 pinned"
    run ! grep Accepted <(logged_since "$TENANT_SSH_LOG")
    run_check list_place -f "$sftp/~" --quiet --host-key "$TENANT_SSH_HOST_KEY" --identity "$TENANT_SSH_IDENTITY"
    [[ $status -eq 0 ]]
    run_check list_place -f "$sftp/~" --quiet --insecure --identity "$TENANT_SSH_IDENTITY"
    [[ $status -eq 0 ]]
    run_check list_place -f "$sftp/~" --known-hosts "$TENANT_SSH_KNOWN_HOSTS" --identity "$TENANT_SSH_IDENTITY_B"
    [[ $status -eq 2 && $output == "PLACE CRITICAL - $at_ssh: login as 'tenant_a' failed: "* ]]
}

# --- FTP ---

@test "FTP: vsftpd's LIST, and the true size and time by SIZE and MDTM" {
    cp -a "$TENANT_FILES" "$TENANT_HOME_A/files"
    chown -R --reference="$TENANT_HOME_A" "$TENANT_HOME_A/files"
    owner=$(stat -c %u:%g "$TENANT_HOME_A/files/old")
    run_check list_place -f "$ftp/files/" "${password[@]}"
    expect_all_names
    expect_line "f 0 2020-02-29T00:00:00Z+86400 0644 $owner 1 - old"
    run_check list_place -f "$ftp/files/" --wants old "${password[@]}" --look
    expect_line "f 0 2020-02-29T12:34:56Z 0644 $owner 1 - old"
    run_check list_place -f "$ftps/files" --wants big "${password[@]}" "${trust[@]}" \
        --read big.tar.gz --to copy --length 4000000
    cmp "$TENANT_FILES/big.tar.gz" copy
    run_check list_place -f "$ftp/~/files/big.tar.gz" "${password[@]}" \
        --read big.tar.gz --to copy --offset 1000000 --length 1000
    expect_read "$TENANT_FILES/big.tar.gz" 1000000 1000 copy
    rm -r "$TENANT_HOME_A/files"
}

@test "FTP: a folder is looked at again, and so is what has gone" {
    mkdir "$TENANT_HOME_A/again"
    run_check list_place -f "$ftp/" --wants again "${password[@]}" --look
    rmdir "$TENANT_HOME_A/again"
    [[ $status -eq 0 && $(entries | grep -c '^d .* again$') -eq 2 ]]
}

@test "FTP: what is not there, who may not in, and TLS" {
    run_check list_place -f "$ftp/nothing" "${password[@]}"
    expect_nothing "ftp://127.0.0.1:$TENANT_FTP_PORT/nothing"
    run_check list_place -f "ftp://127.0.0.1:$TENANT_FTP_PORT/"
    expect_text 2 "PLACE CRITICAL - 127.0.0.1 port $TENANT_FTP_PORT: login as 'anonymous' refused: 530 Login incorrect."
    run_check list_place -f "ftp://127.0.0.1:$TENANT_FTP_OPEN_PORT/" --quiet
    expect_entries 0 "ftp://127.0.0.1:$TENANT_FTP_OPEN_PORT/"
    run_check list_place -f "$ftps/" --quiet "${password[@]}"
    [[ $status -eq 2 && $output == *": login as 'tenant_a' failed: SSL certificate problem: unable to get "* ]]
    run_check list_place -f "$ftps/" --quiet "${password[@]}" --insecure
    [[ $status -eq 0 ]]
    run_check list_place -f "$ftps/" --quiet --netrc "$TENANT_NETRC" "${trust[@]}"
    [[ $status -eq 0 ]]
    find_closed_port
    run_check list_place -f "ftp://127.0.0.1:$closed_port/"
    [[ $status -eq 2 && $output == *"port $closed_port"* ]]
}

# --- HTTPS ---

@test "HTTPS: nginx, and the true time by HEAD" {
    run_check list_place -f "$https/files/" "${trust[@]}"
    expect_all_names
    expect_line "f 0 2020-02-29T12:34:00Z+60 - - - - old"
    run_check list_place -f "$https/files/" "${trust[@]}" --wants old --look
    expect_line "f 0 2020-02-29T12:34:56Z - - - - old"
    # Every name finds its file again.
    run_check list_place -f "$https/files/" "${trust[@]}" --look
    [[ $status -eq 0 && $output != *gone* ]]
    run_check list_place -f "$https/files-rounded/" "${trust[@]}" --wants big --look
    [[ $output == *$'f ~3145728 '*' big.tar.gz'* && $output == *$'\nf 3000000 '*' big.tar.gz'* ]]
}

@test "HTTPS: a file, whole and in part" {
    run_check list_place -f "$https/files/big.tar.gz" "${trust[@]}" --read big.tar.gz --to copy --length 4000000
    cmp "$TENANT_FILES/big.tar.gz" copy
    run_check list_place -f "$https/files/" --wants big "${trust[@]}" \
        --read big.tar.gz --to copy --offset 2999990 --length 99
    expect_read "$TENANT_FILES/big.tar.gz" 2999990 10 copy
}

@test "HTTPS: a folder without its slash" {
    run_check list_place -f "$https/files/sub" "${trust[@]}" --read inside --to copy
    [[ $status -eq 0 && $output == *' inside'* && ! -s copy ]]
}

@test "HTTPS: what is not there, what is denied, what is no index, whom one may not trust" {
    run_check list_place -f "$https/files/nothing/" "${trust[@]}"
    expect_nothing "$https/files/nothing/"
    run_check list_place -f "$https/files-denied/" "${trust[@]}"
    expect_text 3 "PLACE UNKNOWN - $https/files-denied/: HTTP 403"
    run_check list_place -f "$https/" "${trust[@]}"
    expect_text 2 "PLACE CRITICAL - $at_web: the page is no index of a folder, as nginx and Apache print it"
    run_check list_place -f "$https/files/"
    [[ $status -eq 2 && $output == "PLACE CRITICAL - $at_web: the certificate does not hold: "*" local issuer "* ]]
    run_check list_place -f "https://127.0.0.1:$TENANT_HTTPS_WRONGHOST_PORT/files/" "${trust[@]}"
    [[ $status -eq 2 && $output == *'the certificate does not hold: '* ]]
    run_check list_place -f "https://127.0.0.1:$TENANT_HTTPS_WRONGHOST_PORT/files/" --insecure --quiet
    [[ $status -eq 0 ]]
    find_closed_port
    run_check list_place -f "https://127.0.0.1:$closed_port/"
    expect_text 2 "PLACE CRITICAL - connect to address 127.0.0.1 and port $closed_port: Connection refused"
}

# Apache serves TENANT_FILES over HTTPS on a free port, its index by these options; its URL goes to $apache.
start_apache() { # INDEX_OPTIONS
    local modules=/usr/lib/apache2/modules module port
    [[ -x /usr/sbin/apache2 && -d $modules ]] || skip "no apache2 is installed"
    port=$(python3 -c '
import socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
print(server.getsockname()[1])')
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout apache.key -out apache.pem -days 2 \
        -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>/dev/null
    {
        for module in mpm_event authz_core autoindex dir alias ssl; do
            [[ ! -e $modules/mod_$module.so ]] || echo "LoadModule ${module}_module $modules/mod_$module.so"
        done
        cat <<END
ServerName 127.0.0.1
Listen 127.0.0.1:$port
PidFile $PWD/apache.pid
ErrorLog $PWD/apache.log
DefaultRuntimeDir $PWD
User www-data
Group www-data
DocumentRoot $TENANT_FILES
SSLEngine on
SSLCertificateFile $PWD/apache.pem
SSLCertificateKeyFile $PWD/apache.key
<Directory $TENANT_FILES>
    Options +Indexes
    Require all granted
    IndexOptions $1
    IndexIgnoreReset ON
</Directory>
END
    } >apache.conf
    chmod 755 .
    TZ=UTC start_aside /usr/sbin/apache2 -d "$PWD" -f "$PWD/apache.conf" -DFOREGROUND
    apache=https://127.0.0.1:$port
    eventually grep -q 'resuming normal operations' apache.log
}

@test "HTTPS: Apache's plain list" {
    start_apache None
    run_check list_place -f "$apache/" --ca-file apache.pem
    expect_all_names
    expect_line 'f - - - - - - old'
    run_check list_place -f "$apache/" --ca-file apache.pem --wants old --look
    expect_line 'f 0 2020-02-29T12:34:56Z - - - - old'
}

@test "HTTPS: Apache's fancy index" {
    start_apache 'FancyIndexing NameWidth=20'
    run_check list_place -f "$apache/" --ca-file apache.pem
    expect_all_names
    expect_line 'f 0 2020-02-29T12:34:00Z+60 - - - - old'
    [[ $output == *$'f ~3040870 '*' big.tar.gz'* ]]
}

@test "HTTPS: Apache's table, with pictures that are links" {
    start_apache 'FancyIndexing HTMLTable IconsAreLinks'
    run_check list_place -f "$apache/" --ca-file apache.pem --look
    echo "$output"
    [[ $output != *gone* && $(entries | wc -l) -eq $((2 * $(wc -l <"$BATS_FILE_TMPDIR/names"))) ]]
    run_check list_place -f "$apache/" --ca-file apache.pem
    expect_all_names
    expect_line 'f 0 2020-02-29T12:34:00Z+60 - - - - old'
}

# --- options ---

@test "what is no place is said in one line" {
    run_check list_place -f http://127.0.0.1/
    expect_text 3 "PLACE UNKNOWN - 'http' is no scheme that is known: sftp, ftp, ftps or https is expected"
    run_check list_place -f "$sftp/~" --identity "$TENANT_SSH_IDENTITY"
    expect_text 3 "PLACE UNKNOWN - sftp:// needs --known-hosts or --host-key (or --insecure)"
}

@test "a server that says nothing is left at the deadline" {
    start_silent_server
    for url in "sftp://u@127.0.0.1:$silent_port/" "ftp://127.0.0.1:$silent_port/" "https://127.0.0.1:$silent_port/"; do
        arguments=()
        if [[ $url == sftp:* ]]; then arguments=("${ssh[@]}"); fi
        run_check list_place -f "$url" -t 1 "${arguments[@]}"
        [[ $status -eq 2 && $output == *timeout* && $output == *"$silent_port"* && $output != *$'\n'* ]]
    done
}
