#!/usr/bin/env bats
# shellcheck disable=SC2016,SC2030,SC2031,SC2034,SC2154,SC2164
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# check_clamav_age against real logs of clamscan and clamdscan, and the real clamd of the sample tenant.

load helper

setup() {
    aside=()
    export LC_ALL=C.UTF-8
    unset TZ
    PATH=$PATH:/usr/sbin:/sbin
    cd "$BATS_TEST_TMPDIR"
    log=$BATS_TEST_TMPDIR/scan.log
    mkdir files
    echo harmless >files/report.txt
    clean='infected=0;;0;0 errors=0;0;;0 vanished=0;;;0'
    unmeasured='scan_age=U;93600;180000;0.000000 infected=U;;0;0 errors=U;0;;0 vanished=U;;;0 scanned_files=U;;1:;0 scan_time=U;;;0.000000'
}

teardown() {
    stop_all
    if [[ -n ${open_folder-} ]]; then rm -rf "$open_folder"; fi
}

# Runs check_clamav_age and hides what differs from run to run: seconds, dates, and how long ago it was.
check_clamav_age() { # ARGUMENT...
    run_check check_clamav_age "$@"
    shown=$(sed -E "s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}/DATE/g
        s/\(([0-9.]+ (d|h|min|s) ?){1,2}ago\)/(AGE)/g
        s/ClamAV [0-9][^ ,|]* answers/ClamAV answers/
        s|$BATS_TEST_TMPDIR/||g" <<<"$shown")
    text=${shown%% | *}
}

# A scan as the job of every night would run it; it adds to $log.  Status 1 is an infected file, 2 an error.
scan() { # ARGUMENT...
    clamscan --database="$TENANT_SIGNATURES" --recursive --quiet --log="$log" "$@" >/dev/null 2>&1 || [[ $? -le 2 ]]
}

infect() { # FILE
    cp "$TENANT_SCAN_INFECTED" "$1"
}

data_of() { # FILES
    echo "scan_age=#s;93600;180000;0.000000 $clean scanned_files=$1;;1:;0 scan_time=#s;;;0.000000"
}

# ---- the last scan ----

@test "a scan of clamscan" {
    check_clamav_age -l "$TENANT_SCAN_LOG"
    expect 0 "CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file | $(data_of 1)"
}

@test "a scan of clamdscan" {
    check_clamav_age --logfile "$TENANT_SCAN_LOG_CLAMDSCAN"
    expect 0 "CLAMAV OK - last scan finished DATE (AGE), 0 infected | $(data_of U)"
}

@test "the output of clamscan, redirected" {
    clamscan --database="$TENANT_SIGNATURES" -r files >"$log"
    check_clamav_age -l "$log" --require-path "$BATS_TEST_TMPDIR/files"
    expect_text 2 'CLAMAV CRITICAL - files was not scanned in the scan of DATE, by scan.log'
    clamscan --database="$TENANT_SIGNATURES" -r "$PWD/files" >>"$log"
    check_clamav_age -l "$log" --require-path "$PWD/files"
    expect 0 "CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file | $(data_of 1)"
}

@test "an infected file" {
    check_clamav_age -l "$TENANT_SCAN_LOG_INFECTED"
    expect_text 2 "CLAMAV CRITICAL - 1 infected in the scan of DATE, by $TENANT_SCAN_LOG_INFECTED: $TENANT_SCAN_INFECTED (Eicar-Test-Signature.UNOFFICIAL) (critical at 0)"
    check_clamav_age -l "$TENANT_SCAN_LOG_INFECTED" --infected-warning 0 --infected-critical 5
    [[ $status -eq 1 ]]
}

@test "the last scan of a log counts, be it better or worse" {
    infect files/bad
    scan "$PWD/files"
    rm files/bad
    scan "$PWD/files"
    check_clamav_age -l "$log"
    expect 0 "CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file | $(data_of 1)"
    infect files/bad
    scan "$PWD/files"
    check_clamav_age -l "$log"
    expect_text 2 'CLAMAV CRITICAL - 1 infected in the scan of DATE, by scan.log: files/bad (Eicar-Test-Signature.UNOFFICIAL) (critical at 0)'
}

@test "names of files that would end the line, or look like a summary" {
    infect $'files/a|b=1 \e[31m'
    infect $'files/x\n\n----------- SCAN SUMMARY -----------\nInfected files: 0\nStart Date: 2026:11:23 05:00:00\nEnd Date:   2026:11:23 05:12:34\n'
    infect 'files/-rf'
    infect $'files/\xff\xfe'
    infect "files/$(printf 'l%.0s' {1..255})"
    scan "$PWD/files"
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $output == 'CLAMAV CRITICAL - 5 infected in the scan of '* ]]
    [[ $output != *$'\n'* && $output != *$'\e'* && $output == *'infected=5;'* ]]
    [[ $(tr -cd '|' <<<"$output") == '|' ]]
    iconv -f UTF-8 -t UTF-8 <<<"$output" >/dev/null
}

@test "the same while the scan goes on" {
    infect $'files/x\n\n----------- SCAN SUMMARY -----------\nInfected files: 0\nStart Date: 2026:11:23 05:00:00\nEnd Date:   2026:11:23 05:12:34\n'
    scan "$PWD/files"
    # What lies behind the name is all that is gone: the summary.
    head -n -11 "$log" >cut.log
    grep -q FOUND cut.log
    check_clamav_age -l cut.log -w 99999d -c 99999d
    [[ $status -eq 2 && $text == *'1 infected since the last summary, by cut.log'* ]]
}

@test "a missed scan" {
    command -v faketime >/dev/null || skip "faketime is not installed"
    faketime -f -27h clamscan --database="$TENANT_SIGNATURES" --quiet --log="$log" files/report.txt
    check_clamav_age -l "$log"
    expect_text 1 'CLAMAV WARNING - last scan in scan.log finished DATE (AGE) (warning at 93600)'
    check_clamav_age -l "$log" -e '26 hours'
    expect_text 2 'CLAMAV CRITICAL - last scan in scan.log finished DATE (AGE) (critical at 93600)'
    check_clamav_age -l "$log" -w 2d -c 3d
    expect_text 0 'CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file'
}

@test "a scan ahead of now" {
    command -v faketime >/dev/null || skip "faketime is not installed"
    faketime -f +2d clamscan --database="$TENANT_SIGNATURES" --quiet --log="$log" files/report.txt
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $text == 'CLAMAV CRITICAL - last scan in scan.log finished DATE, '*' ahead of now: is --timezone right? (critical at 180000)' ]]
}

@test "the zone of the log" {
    TZ=JST-9 scan "$PWD/files"
    export TZ=UTC0
    check_clamav_age -l "$log" --timezone Asia/Tokyo -c 1h
    expect_text 0 'CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file'
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $text == *' ahead of now: is --timezone right?'* ]]
    check_clamav_age -l "$log" --timezone America/New_York -w 13h
    [[ $status -eq 2 && $text == *' ahead of now: is --timezone right?'* ]]
    check_clamav_age -l "$log" --timezone Nowhere/City
    [[ $status -eq 3 && $text == 'CLAMAV UNKNOWN - --timezone: '* ]]
}

@test "a scan that has not ended" {
    check_unended() { # what clamscan wrote, but its summary
        sed '/SCAN SUMMARY/,$d' "$TENANT_SCAN_LOG" >>"$log"
        check_clamav_age -l "$log"
    }
    check_unended
    expect 2 "CLAMAV CRITICAL - no scan in scan.log has completed: one began and has no summary, last written DATE (AGE) | $unmeasured"
    rm "$log"
    scan "$PWD/files"
    check_unended
    expect_text 0 'CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file, another scan began and has no summary, last written DATE (AGE)'
    sed '/SCAN SUMMARY/,$d' "$TENANT_SCAN_LOG_INFECTED" >>"$log"
    check_clamav_age -l "$log"
    expect_text 2 "CLAMAV CRITICAL - 1 infected since the last summary, by scan.log, last written DATE (AGE): $TENANT_SCAN_INFECTED (Eicar-Test-Signature.UNOFFICIAL)"
}

@test "files that vanished" {
    scan "$PWD/files" "$PWD/gone"
    check_clamav_age -l "$log"
    expect_text 1 'CLAMAV WARNING - 1 error in the scan of DATE, by scan.log: WARNING: gone: Can'\''t access file (warning at 0)'
    check_clamav_age -l "$log" --ignore-vanished
    expect 0 "CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 vanished while it ran, 1 file | $(data_of 1 | sed 's/vanished=0/vanished=1/')"
    rm "$log"
    clamdscan --config-file="$TENANT_CLAMD_CONFIG" --fdpass --quiet --log="$log" "$PWD/gone" || [[ $? -eq 2 ]]
    check_clamav_age -l "$log" --ignore-vanished
    [[ $status -eq 0 && $text == *'1 vanished while it ran'* ]]
}

@test "files that may not be read" {
    ((EUID == 0)) || skip "needs root, to become somebody else"
    open_folder=$(mktemp -d /tmp/clamav.XXXXXX)
    chmod 777 "$open_folder"
    echo closed >"$open_folder/closed"
    chmod 600 "$open_folder/closed"
    setpriv --reuid 65534 --clear-groups clamscan --database="$TENANT_SIGNATURES" -r "$open_folder" >"$log" 2>&1 || true
    check_clamav_age -l "$log" --ignore-vanished
    [[ $status -eq 2 && $text == *'0 files scanned in the scan of DATE, by scan.log (critical at 1:)'*"1 error in the scan of DATE, by scan.log: $open_folder/closed: Access denied (warning at 0)" ]]
}

@test "a scan without a scanner, and one without signatures" {
    sed 's|^LocalSocket .*|LocalSocket /nonexistent/clamd.ctl|; /^TCP/d' "$TENANT_CLAMD_CONFIG" >clamd.conf
    clamdscan --config-file="$PWD/clamd.conf" --quiet --log="$log" files >/dev/null 2>&1 || true
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $text == 'CLAMAV CRITICAL - nothing was scanned in the scan of DATE, by scan.log: ERROR: Could not connect to clamd on LocalSocket /nonexistent/clamd.ctl: No such file or directory; '* ]]
    mkdir empty
    rm "$log"
    clamscan --database=empty --log="$log" files >/dev/null 2>&1 || true
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $text == 'CLAMAV CRITICAL - 0 files scanned in the scan of DATE, by scan.log (critical at 1:); the scan of DATE knew no virus, by scan.log; '* ]]
}

@test "clamonacc, which completes no scan" {
    ((EUID == 0)) || skip "clamonacc needs root"
    { cat "$TENANT_CLAMD_CONFIG"; echo "OnAccessIncludePath $PWD/files"; echo 'OnAccessExcludeUname clamav'; } >clamd.conf
    start_aside clamonacc --config-file="$PWD/clamd.conf" --foreground --fdpass --log="$log"
    eventually grep -sqE 'watching|fanotify_init failed|elevated permissions' "$log"
    grep -q watching "$log" || skip "fanotify may not be used here"
    # It says that it watches a little before it does.
    is_noticed() {
        infect files/bad
        grep -q FOUND "$log"
    }
    eventually is_noticed
    stop_all
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $text == 'CLAMAV CRITICAL - no scan in scan.log has completed: clamonacc wrote it, which watches and completes no scan, last written DATE (AGE); '[1-9]*' infected since the last summary, by scan.log, last written DATE (AGE): files/bad (Eicar-Test-Signature.UNOFFICIAL)'* ]]
}

@test "paths that were covered" {
    check_clamav_age -l "$TENANT_SCAN_LOG" --require-path "$TENANT_SCAN_FOLDER" --require-path "$TENANT_SCAN_FOLDER/report.txt"
    [[ $status -eq 0 ]]
    check_clamav_age -l "$TENANT_SCAN_LOG" --require-path "$TENANT_SCAN_FOLDER" --require-path /srv/other
    expect_text 2 "CLAMAV CRITICAL - /srv/other was not scanned in the scan of DATE, by $TENANT_SCAN_LOG"
    check_clamav_age -l "$TENANT_SCAN_LOG_CLAMDSCAN" --require-path "$TENANT_SCAN_FOLDER/report.txt"
    [[ $status -eq 0 ]]
    scan "$PWD/files"
    check_clamav_age -l "$log" --require-path "$PWD/files"
    [[ $status -eq 3 && $text == 'CLAMAV UNKNOWN - scan.log does not tell which files were scanned: --require-path needs '* ]]
}

@test "how many files" {
    check_clamav_age -l "$TENANT_SCAN_LOG" --files 2
    expect_text 2 "CLAMAV CRITICAL - 1 file scanned in the scan of DATE, by $TENANT_SCAN_LOG (critical at 2:)"
    check_clamav_age -l "$TENANT_SCAN_LOG_CLAMDSCAN" --files 2
    [[ $status -eq 3 && $text == *'does not tell how many files were scanned: --files needs the log of clamscan' ]]
}

# ---- files ----

@test "rotated logs" {
    scan "$PWD/files"
    mv "$log" "$log.1"
    check_clamav_age -l "$log"
    expect_text 0 'CLAMAV OK - last scan in scan.log.1 finished DATE (AGE), 0 infected, 1 file'
    gzip "$log.1"
    : >"$log"
    check_clamav_age -l "$log"
    expect_text 0 'CLAMAV OK - last scan in scan.log.1.gz finished DATE (AGE), 0 infected, 1 file'
    mv "$log.1.gz" "$log.2.gz"
    check_clamav_age -l "$log"
    expect_text 0 'CLAMAV OK - last scan in scan.log.2.gz finished DATE (AGE), 0 infected, 1 file'
    mv "$log.2.gz" "$log.gz"
    check_clamav_age -l "$log"
    expect_text 0 'CLAMAV OK - last scan in scan.log.gz finished DATE (AGE), 0 infected, 1 file'
    truncate -s -9 "$log.gz"
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $text == 'CLAMAV CRITICAL - scan.log.gz: it cannot be decompressed: '* ]]
}

@test "a rotated log that unpacks without end" {
    head -c 50M /dev/zero | gzip >part.gz
    for _ in {1..8}; do cat part.gz part.gz >more.gz && mv more.gz part.gz; done
    mv part.gz "$log.1.gz"
    check_clamav_age -l "$log" -t 1
    expect_text 2 'CLAMAV CRITICAL - scan.log.1.gz: timeout: it was not read to its end'
}

@test "what a real logrotate leaves" {
    command -v logrotate >/dev/null || skip "logrotate is not installed"
    scan "$PWD/files"
    printf '%s\n' "$log {" compress 'rotate 3' create '}' >rotate.conf
    chmod 600 rotate.conf
    chmod 755 .
    logrotate --force --state "$PWD/rotate.state" rotate.conf
    [[ -f $log.1.gz && ! -s $log ]]
    check_clamav_age -l "$log"
    expect_text 0 'CLAMAV OK - last scan in scan.log.1.gz finished DATE (AGE), 0 infected, 1 file'
}

@test "no log" {
    check_clamav_age -l "$log"
    expect 2 "CLAMAV CRITICAL - there is no scan log scan.log: no scan has written one | $unmeasured"
    : >"$log"
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $text == 'CLAMAV CRITICAL - no scan in scan.log has completed, last written DATE (AGE)' ]]
}

@test "what is no log" {
    mkfifo "$log"
    check_clamav_age -l "$log"
    expect 3 "CLAMAV UNKNOWN - scan.log is not a regular file | $unmeasured"
    check_clamav_age -l "$PWD/files"
    expect 3 "CLAMAV UNKNOWN - files is not a regular file but a folder | $unmeasured"
    check_clamav_age -l /dev/zero
    expect 3 "CLAMAV UNKNOWN - /dev/zero is not a regular file | $unmeasured"
    check_clamav_age -l "$TENANT_CLAMD_SOCKET"
    expect 3 "CLAMAV UNKNOWN - $TENANT_CLAMD_SOCKET is not a regular file | $unmeasured"
    check_clamav_age -l /bin/true
    [[ $status -eq 2 && $text == 'CLAMAV CRITICAL - no scan in /bin/true has completed, last written DATE (AGE)' ]]
}

@test "a log, signatures and a socket that are closed to us" {
    ((EUID == 0)) || skip "needs root, to become somebody else"
    open_folder=$(mktemp -d /tmp/clamav.XXXXXX)
    chmod 755 "$open_folder"
    cp "$PLUGIN_DIR/check_clamav_age" "$open_folder"
    cp "$TENANT_SCAN_LOG" "$open_folder/scan.log"
    mkdir -m 700 "$open_folder/closed"
    as_nobody() {
        run setpriv --reuid 65534 --regid 65534 --clear-groups "$open_folder/check_clamav_age" -l "$open_folder/scan.log" "$@"
    }
    as_nobody --database "$open_folder/closed"
    [[ $status -eq 3 && $output == "CLAMAV UNKNOWN - cannot read $open_folder/closed"*': Permission denied | '* ]]
    as_nobody --clamd "$open_folder/closed/clamd.ctl"
    [[ $status -eq 3 && $output == "CLAMAV UNKNOWN - connect to socket $open_folder/closed/clamd.ctl: Permission denied | "* ]]
    chmod 640 "$open_folder/scan.log"
    as_nobody
    [[ $status -eq 3 && $output == "CLAMAV UNKNOWN - cannot read $open_folder/scan.log: Permission denied (mode 0640, owner root, group root; "* ]]
    chmod 711 "$open_folder/closed"
    mv "$open_folder/scan.log" "$open_folder/closed/scan.log"
    chmod 700 "$open_folder/closed"
    as_nobody -l "$open_folder/closed/scan.log"
    [[ $status -eq 3 && $output == *': Permission denied (a folder above it is closed to this user) | '* ]]
}

@test "a large log, in little memory and time" {
    if grep -q __asan_init "$PLUGIN_DIR/check_clamav_age"; then skip "an instrumented program takes all memory"; fi
    yes '/srv/tenant/some/file/of/the/last/year.txt: OK' | head -c 200M >"$log" || true
    echo >>"$log"
    scan "$PWD/files"
    limited() {
        ulimit -v 32768
        "$PLUGIN_DIR/check_clamav_age" "$@"
    }
    run limited -l "$log" -t 5
    [[ $status -eq 0 && $output == 'CLAMAV OK - last scan finished '* ]]
    yes '/srv/tenant/some/file/of/the/last/year.txt: OK' | head -c 50M >>"$log" || true
    run limited -l "$log" -t 5
    [[ $status -eq 0 && $output == *', another scan began and has no summary, '* ]]
}

@test "lines without end, bytes of any value, and a log that grows" {
    head -c 10M /dev/zero >"$log"
    head -c 10M /dev/zero | tr '\0' 'x' >>"$log"
    head -c 1M /dev/urandom >>"$log"
    check_clamav_age -l "$log"
    [[ $status -eq 2 && $text == 'CLAMAV CRITICAL - no scan in scan.log has completed'* ]]
    echo >>"$log"
    scan "$PWD/files"
    start_aside bash -c 'while sleep 0.001; do echo "Scanning /srv/a"; done >>"$1"' - "$log"
    for _ in {1..20}; do
        check_clamav_age -l "$log"
        [[ $status -eq 0 && $text == 'CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file'* ]]
    done
}

# ---- signatures ----

# A file that is a header alone, as freshclam would fetch it.
signatures() { # NAME VERSION HOURS_AGO
    mkdir -p database
    printf '%-512s' "ClamAV-VDB:22 Nov 2026 09-31 +0000:$2:100:90:d41d8cd98f00b204e9800998ecf8427e:c2lnbmF0dXJl:raynman:$((EPOCHSECONDS - $3 * 3600))" >"database/$1"
}

@test "the age of the signatures is that of the youngest, by its header" {
    signatures main.cvd 62 9000
    signatures daily.cvd 27840 200
    signatures daily.cld 27848 9
    touch -d '3 days ago' database/daily.cld
    check_clamav_age -l "$TENANT_SCAN_LOG" -p database
    [[ $status -eq 0 && $text == *', signatures daily 27848 (9 h'*' old)' && $perfdata == *' db_age=#s;93600;180000;0.000000' ]]
    signatures daily.cld 27848 30
    check_clamav_age -l "$TENANT_SCAN_LOG" --path database
    [[ $status -eq 1 && $text == 'CLAMAV WARNING - the youngest signatures in database are daily.cld 27848, built 20'*'Z (1 d 6 h old) (warning at 93600)' ]]
    check_clamav_age -l "$TENANT_SCAN_LOG" --database database --database-critical 29h
    [[ $status -eq 2 ]]
    rm database/daily.cld
    check_clamav_age -l "$TENANT_SCAN_LOG" --database database
    [[ $status -eq 2 && $text == *'are daily.cvd 27840, built '*'(critical at 180000)' ]]
}

@test "signatures that are not there, or are none" {
    check_clamav_age -l "$TENANT_SCAN_LOG" -p nowhere
    expect_text 2 'CLAMAV CRITICAL - there is no folder nowhere with signature databases'
    check_clamav_age -l "$TENANT_SCAN_LOG" -p "$TENANT_SIGNATURES"
    [[ $status -eq 2 && $text == "CLAMAV CRITICAL - no signature database in $TENANT_SIGNATURES: "* ]]
    signatures main.cvd 62 1
    : >database/daily.cld
    check_clamav_age -l "$TENANT_SCAN_LOG" -p database
    expect_text 2 'CLAMAV CRITICAL - database/daily.cld is no signature database: it ends within its header'
    rm database/daily.cld
    mkfifo database/daily.cld
    check_clamav_age -l "$TENANT_SCAN_LOG" -p database
    expect_text 2 'CLAMAV CRITICAL - database/daily.cld is no signature database: it is not a regular file'
}

# ---- clamd ----

@test "clamd over its socket and over TCP" {
    check_clamav_age -l "$TENANT_SCAN_LOG" -H "$TENANT_CLAMD_SOCKET"
    expect 0 "CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file, ClamAV answers | $(data_of 1) queue=0;;;0 time=#s;;;0.000000"
    check_clamav_age -l "$TENANT_SCAN_LOG" --clamd "127.0.0.1:$TENANT_CLAMD_PORT" --queue-warning 5 --queue-critical 9
    expect 0 "CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file, ClamAV answers | $(data_of 1) queue=0;5;9;0 time=#s;;;0.000000"
    check_clamav_age -l "$TENANT_SCAN_LOG" --clamd "localhost:$TENANT_CLAMD_PORT" --queue-critical 1:
    expect_text 2 "CLAMAV CRITICAL - clamd on localhost port $TENANT_CLAMD_PORT has 0 requests waiting (critical at 1:)"
}

@test "clamd finds the test file" {
    check_clamav_age -l "$TENANT_SCAN_LOG" -H "$TENANT_CLAMD_SOCKET" --self-test
    expect_text 0 'CLAMAV OK - last scan finished DATE (AGE), 0 infected, 1 file, ClamAV answers, EICAR found as Eicar-Test-Signature.UNOFFICIAL'
}

@test "a clamd that does not" {
    open_folder=$(mktemp -d /tmp/clamav.XXXXXX)
    mkdir "$open_folder/database"
    echo 'Another:0:*:52454345494344415441' >"$open_folder/database/other.ndb"
    printf '%s\n' 'Foreground yes' "LocalSocket $open_folder/clamd.ctl" "DatabaseDirectory $open_folder/database" >"$open_folder/clamd.conf"
    start_aside clamd --config-file="$open_folder/clamd.conf"
    eventually test -S "$open_folder/clamd.ctl"
    check_clamav_age -l "$TENANT_SCAN_LOG" -H "$open_folder/clamd.ctl" --self-test
    expect_text 2 "CLAMAV CRITICAL - clamd on socket $open_folder/clamd.ctl does not find the EICAR test file"
}

@test "clamd lacks the signatures that are on disk" {
    signatures daily.cld 27848 1
    touch -d '50 minutes ago' database/daily.cld
    check_clamav_age -l "$TENANT_SCAN_LOG" -p database -H "$TENANT_CLAMD_SOCKET"
    [[ $status -eq 0 ]]
    touch -d '2 hours ago' database/daily.cld
    check_clamav_age -l "$TENANT_SCAN_LOG" -p database -H "$TENANT_CLAMD_SOCKET"
    expect_text 1 "CLAMAV WARNING - clamd on socket $TENANT_CLAMD_SOCKET has no daily signatures in memory, older than database/daily.cld 27848, there since 2 h"
    check_clamav_age -l "$TENANT_SCAN_LOG" -p database -H "$TENANT_CLAMD_SOCKET" --reload-grace 3h
    [[ $status -eq 0 ]]
}

@test "no clamd" {
    check_clamav_age -l "$TENANT_SCAN_LOG" -H /nonexistent/clamd.ctl
    expect_text 2 'CLAMAV CRITICAL - connect to socket /nonexistent/clamd.ctl: No such file or directory'
    find_closed_port
    check_clamav_age -l "$TENANT_SCAN_LOG" -H "127.0.0.1:$closed_port" --self-test
    expect 2 "CLAMAV CRITICAL - connect to address 127.0.0.1 and port $closed_port: Connection refused | $(data_of 1) queue=U;;;0 time=U;;;0.000000"
}

@test "a clamd that says nothing" {
    start_silent_server
    check_clamav_age -l "$TENANT_SCAN_LOG" -H "127.0.0.1:$silent_port" -t 1
    expect_text 2 "CLAMAV CRITICAL - timeout: clamd on 127.0.0.1 port $silent_port did not answer PING"
    check_clamav_age -l "$TENANT_SCAN_LOG" -H "127.0.0.1:$silent_port" -t 1:unknown
    [[ $status -eq 3 ]]
}

# ---- the program ----

@test "the test file stands in no program" {
    grep -aqF 'ANTIVIRUS-TEST-FILE' "$PLUGIN_DIR/check_clamav_age"
    run ! grep -aqF "$(<"$TENANT_SCAN_INFECTED")" "$PLUGIN_DIR/check_clamav_age"
    run ! grep -arqF "$(<"$TENANT_SCAN_INFECTED")" "$SOURCE_DIR/common" "$SOURCE_DIR/plugins" "$SOURCE_DIR/tests"
}

@test "-v tells more, aside" {
    signatures daily.cld 27848 9
    check_clamav_age -v -l "$TENANT_SCAN_LOG" -p database
    [[ $status -eq 0 && $stderr == *"$TENANT_SCAN_LOG: the last scan started 20"*", engine "[0-9]*", 1 signatures"* ]]
    [[ $stderr == *'daily.cld: version 27848, 100 signatures of level 90, built 22 Nov 2026 09-31 +0000 by raynman'* ]]
}

@test "what is wrong with the options" {
    check_clamav_age
    expect 3 'CLAMAV UNKNOWN - --scan-log: it must be given: FILE is expected; --help shows the usage'
    check_clamav_age -l "$log" --self-test
    expect 3 'CLAMAV UNKNOWN - --self-test: it needs --clamd'
    check_clamav_age -l "$log" -H host:port
    [[ $status -eq 3 && $text == "CLAMAV UNKNOWN - --clamd: 'host:port' is neither "* ]]
    check_clamav_age -l "$log" -e soon
    [[ $status -eq 3 && $text == 'CLAMAV UNKNOWN - --expiry: '* ]]
}

@test "JSON with the same verdict" {
    check_clamav_age -l "$TENANT_SCAN_LOG_INFECTED" --output-format=json --clause 4.8
    [[ $status -eq 2 ]]
    python3 -c 'import json, sys
found = json.loads(sys.argv[1])
assert found["state"] == "CRITICAL" and found["exit_status"] == 2 and found["clause"] == "4.8", found' "$output"
}
