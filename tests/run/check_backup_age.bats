# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# check_backup_age on real folders, and behind the sample tenant's servers.

load helper

setup() {
    export TZ=UTC
    folder=$BATS_TEST_TMPDIR/backup
    mkdir -m 700 "$folder"
    aside=()
    backup=(check_backup_age -f "$folder")
}

teardown() {
    stop_all
}

# A gzip file of some bytes, last changed so long ago.
make_backup() { # NAME SECONDS
    seq 1000 | gzip -n >"$folder/$1"
    chmod 600 "$folder/$1"
    touch -d "@$(($(date +%s) - $2))" "$folder/$1"
}

# For root: the check as somebody else, who may look into $folder's folder.
run_as_nobody() { # ARGUMENTS...
    chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/.."
    cp "$PLUGIN_DIR/check_backup_age" "$BATS_TEST_TMPDIR/"
    # What counts coverage says on standard error that it may not.
    run --separate-stderr setpriv --reuid 65534 --regid 65534 --clear-groups \
        "$BATS_TEST_TMPDIR/check_backup_age" "$@"
}

# The text of the last run without the times and sizes that differ from run to run.
shape() {
    sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?/DATE/g; s/ [0-9.]+ (B|kB)\b/ SIZE/g; s/[0-9]+ (d|h|min|s)( [0-9]+ (h|min|s))? (old|ago)/SPAN \4/g' <<<"$text"
}

expect_shape() { # STATUS TEXT
    if [[ $status -ne $1 || $(shape) != "$2" || $output == *$'\n'* || -n $stderr ]]; then
        printf 'expected  (%s) %s\nis        (%s) %s\noutput    %s\nstderr    %s\n' \
            "$1" "$2" "$status" "$(shape)" "$output" "$stderr"
        return 1
    fi
}

@test "a young backup is OK, with all figures" {
    make_backup a.gz 7200
    run_check "${backup[@]}" -c 1d
    expect_shape 0 "BACKUP OK - a.gz of DATE, SPAN old, SIZE"
    [[ $perfdata =~ ^age=#s\;\;86400\;0\.000000\ size=[0-9]+B\;\;\;0\ generations=1\;\;\;0$ ]]
}

@test "the letters of check_file_age are taken" {
    make_backup a.gz 7200
    run_check check_backup_age -f "$folder/a.gz" -w 240 -c 600 -W 1 -C 1
    expect_shape 2 "BACKUP CRITICAL - a.gz of DATE, SPAN old, SIZE (critical at 600)"
    run_check check_backup_age -w 90000 -c 180000 -W 1000000 -C 1 -f "$folder/a.gz"
    expect_shape 1 "BACKUP WARNING - a.gz has SIZE (warning at 1000000:)"
    run_check check_backup_age -i -f "$folder/none" -w 240 -c 600
    expect_shape 0 "BACKUP OK - no backup: $folder/none does not exist"
    run_check check_backup_age -f "$folder/none" -w 240 -c 600
    expect_shape 2 "BACKUP CRITICAL - no backup: $folder/none does not exist"
}

@test "the zone of the machine does not matter" {
    local name
    name=receico-$(TZ=Asia/Tokyo date +%Y%m%d).gz
    make_backup "$name" 120
    touch -d "$(TZ=Asia/Tokyo date +%F) 00:00:30 +0900" "$folder/$name"
    for zone in UTC Pacific/Kiritimati America/Los_Angeles Asia/Tokyo; do
        TZ=$zone run_check "${backup[@]}" -p receico-%Y%m%d.gz --schedule 00:00 --timezone Asia/Tokyo --settle 1
        expect_shape 0 "BACKUP OK - $name of DATE Asia/Tokyo, SPAN old, SIZE, next run DATE Asia/Tokyo"
        [[ $text == *"of $(TZ=Asia/Tokyo date +%F) 00:00 Asia/Tokyo"* ]]
    done
}

@test "the run that is missing is named, and when it was due" {
    make_backup "receico-$(date -d '-2 days' +%Y%m%d).gz" $((2 * 86400))
    run_check "${backup[@]}" -p receico-%Y%m%d.gz --schedule 00:00 --grace 1s
    [[ $status -eq 2 ]]
    [[ $text == *"runs left no backup, since that of $(date -d '-1 day' +%F) 00:00; the newest that counts is receico-"* ]]
    [[ $output =~ overdue=[1-9] ]]
}

@test "while a run has time left nothing flaps" {
    make_backup "receico-$(date -d yesterday +%Y%m%d).gz" 86400
    run_check "${backup[@]}" -p receico-%Y%m%d.gz --schedule 00:00 --grace 24h
    expect_shape 0 "BACKUP OK - receico-$(date -d yesterday +%Y%m%d).gz of DATE, SPAN old, SIZE, the next is due by DATE"
}

@test "what is being written does not count" {
    make_backup a.gz 7200
    make_backup b.gz 5
    make_backup c.gz.part 7200
    run_check "${backup[@]}" -c 1d
    [[ $status -eq 0 && $text == "BACKUP OK - a.gz of "* && $text == *"b.gz is being written: last changed "* ]]
    run_check "${backup[@]}" -c 1d --settle 1s
    [[ $status -eq 0 && $text == "BACKUP OK - b.gz of "* ]]
}

@test "what grows between two looks does not count" {
    make_backup a.gz 7200
    make_backup b.gz 3600
    start_aside bash -c 'while sleep 0.1; do echo x >>"$0"; touch -d "1 hour ago" "$0"; done' "$folder/b.gz"
    run_check "${backup[@]}" -c 1d --look-again 1s
    [[ $status -eq 0 && $text == "BACKUP OK - a.gz of "* && $text == *"b.gz is being written: it changed while it was looked at" ]]
    stop_all
    touch -d "1 hour ago" "$folder/b.gz"
    run_check "${backup[@]}" -c 1d --look-again 1s
    [[ $status -eq 0 && $text == "BACKUP OK - b.gz of "* ]]
}

@test "a time in the future is a warning and never fresh" {
    make_backup a.gz 7200
    make_backup b.gz -86400
    run_check "${backup[@]}" -c 1d
    [[ $status -eq 1 && $text == *"b.gz is of the future: last changed "*"; the newest that counts is a.gz of "* ]]
    rm "$folder/a.gz"
    run_check "${backup[@]}" -c 1d
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - no complete backup in $folder"* ]]
}

@test "an empty one, a text and one that was cut off are no backups" {
    make_backup a.tar.gz 7200
    : >"$folder/b.gz"
    touch -d '-1 hour' "$folder/b.gz"
    run_check "${backup[@]}" -c 1d
    [[ $status -eq 2 && $text == *"b.gz is too small: it is empty; the newest that counts is a.tar.gz"* ]]
    rm "$folder/b.gz" "$folder/a.tar.gz"
    make_backup a.gz 7200
    make_backup b.gz 3600
    truncate -s -1 "$folder/b.gz"
    touch -d '-1 hour' "$folder/b.gz"
    run_check "${backup[@]}" -c 1d --verify full
    [[ $status -eq 2 && $text == *"b.gz is not sound: "*"; the newest that counts is a.gz"* ]]
    echo '<html>quota exceeded</html>' >"$folder/b.gz"
    touch -d '-1 hour' "$folder/b.gz"
    run_check "${backup[@]}" -c 1d --verify magic
    [[ $status -eq 2 && $text == *"b.gz is not sound: "*"; the newest that counts is a.gz"* ]]
}

@test "a checksum beside it must hold" {
    make_backup a.gz 7200
    (cd "$folder" && sha256sum a.gz >a.gz.sha256)
    run_check "${backup[@]}" -c 1d --verify full
    expect_shape 0 "BACKUP OK - a.gz of DATE, SPAN old, SIZE, gzip with a text in it, read through, its checksum holds"
    sed -i 's/^./0/; s/^0\(.\)/0f/' "$folder/a.gz.sha256"
    run_check "${backup[@]}" -c 1d --verify full
    [[ $status -eq 2 && $text == *"a.gz is not sound: "*checksum* ]]
}

@test "a set is complete when every part is there" {
    local day
    day=$(date +%Y%m%d)
    make_backup "db-$day.sql.gz" 120
    make_backup "files-$day.tar.gz" 90
    touch -d 'today 00:00:00' "$folder"/*
    run_check "${backup[@]}" --part 'db-%Y%m%d.sql.gz' --part 'files-%Y%m%d.tar.gz' -c 2d
    expect_shape 0 "BACKUP OK - db-$day.sql.gz and 1 more of DATE, SPAN old, SIZE"
    rm "$folder/files-$day.tar.gz"
    run_check "${backup[@]}" --part 'db-%Y%m%d.sql.gz' --part 'files-%Y%m%d.tar.gz' -c 2d
    expect_shape 2 "BACKUP CRITICAL - no complete backup in $folder; db-$day.sql.gz is incomplete: files-%Y%m%d.tar.gz is missing"
}

@test "a dated folder is a backup, and its size is that of what it holds" {
    local day
    day=$(date -d yesterday +%F)
    mkdir "$folder/$day"
    head -c 5000 /dev/zero >"$folder/$day/file"
    touch -d yesterday "$folder/$day"
    run_check "${backup[@]}" -p %Y-%m-%d -c 2d
    [[ $status -eq 0 && $output == *" size=U;"* ]]
    run_check "${backup[@]}" -p %Y-%m-%d -c 2d -C 6kB
    [[ $status -eq 2 && $text == *"$day is too small: 5.0 kB, at least 6.0 kB expected"* ]]
    run_check "${backup[@]}" -p %Y-%m-%d -c 2d -C 5kB
    [[ $status -eq 0 && $output == *" size=5000B;"* ]]
    rm "$folder/$day/file"
    touch -d yesterday "$folder/$day"
    run_check "${backup[@]}" -p %Y-%m-%d -c 2d -C 1
    [[ $status -eq 2 && $text == *"$day is too small: the folder is empty"* ]]
}

@test "who may read it is judged, access lists included" {
    make_backup a.gz 7200
    run_check "${backup[@]}" -c 1d --owner "$(id -un)" --mode 0600 --root "$folder"
    [[ $status -eq 0 ]]
    chmod 640 "$folder/a.gz"
    run_check "${backup[@]}" -c 1d --mode 0600
    expect_text 2 "BACKUP CRITICAL - $folder/a.gz: mode 0640, its group may read (0600 at most)"
    chmod 600 "$folder/a.gz"
    chmod 777 "$folder"
    run_check "${backup[@]}" -c 1d --root "$folder"
    expect_text 2 "BACKUP CRITICAL - $folder is writable by others (0777)"
    chmod 700 "$folder"
    run_check "${backup[@]}" -c 1d --owner nobody
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - $folder/a.gz"*"$(id -u)"* ]]
    run_check "${backup[@]}" -c 1d --owner no-such-user
    [[ $status -eq 3 && $text == "BACKUP UNKNOWN - --owner: "* ]]
    command -v setfacl >/dev/null || skip "setfacl is not installed"
    setfacl -m u:1234:r "$folder/a.gz"
    run_check "${backup[@]}" -c 1d --mode 0600
    [[ $status -eq 2 && $text == *1234* ]]
}

@test "a link that leads out is found" {
    make_backup a.gz 7200
    mkdir "$BATS_TEST_TMPDIR/elsewhere"
    ln -s "$BATS_TEST_TMPDIR/elsewhere" "$folder/receico-$(date +%Y%m%d).gz"
    run_check "${backup[@]}" -p receico-%Y%m%d.gz -c 2d --root "$folder"
    [[ $status -eq 2 && $text == *"leads out of $folder"* && $text == *"is not sound: it is a symbolic link"* ]]
}

@test "hostile names do no harm" {
    local name
    for name in $'a\nb|c=1' $'\033[31mred' $'\xff\xfe' "$(printf 'x%.0s' {1..255})" '-rf' '|age=1s' ' '; do
        seq 10 | gzip >"$folder/$name"
        touch -d '-1 hour' "$folder/$name"
        run_check "${backup[@]}" -c 30m --verify full
        [[ $status -eq 2 && ${#lines[@]} -eq 1 && $output == "BACKUP CRITICAL - "* && -z $stderr ]]
        [[ $output != *$'\033'* && ${output%% | *} != *'|'* ]]
        rm "$folder/$name"
    done
}

@test "fifos, devices, sockets and loops are not waited for" {
    mkfifo "$folder/receico-$(date +%Y%m%d).gz"
    ln -s loop "$folder/loop"
    python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$folder/socket"
    run_check "${backup[@]}" -p receico-%Y%m%d.gz -c 1d --verify full
    expect_text 2 "BACKUP CRITICAL - no complete backup in $folder; receico-$(date +%Y%m%d).gz is not sound: it is neither a file nor a folder"
    run_check "${backup[@]}" -c 1d --verify full
    expect_text 2 "BACKUP CRITICAL - no backup in $folder: none of 3 entries there is one"
}

@test "a folder that may not be read is UNKNOWN, and which right is missing is said" {
    [[ $EUID -eq 0 ]] || skip "needs root to become somebody else"
    make_backup a.gz 7200
    run_as_nobody -f "$folder" -c 1d
    [[ $status -eq 3 && ${#lines[@]} -eq 1 && $output == *"$folder"*"Permission denied"* ]]
}

@test "nothing is written where it watches" {
    make_backup a.gz 7200
    (cd "$folder" && sha256sum a.gz >a.gz.sha256)
    find "$folder" -printf '%p %T@ %C@ %s\n' >"$BATS_TEST_TMPDIR/before"
    run_check "${backup[@]}" -c 1d --verify full --mode 0600 --root "$folder" -C 1
    [[ $status -eq 0 ]]
    find "$folder" -printf '%p %T@ %C@ %s\n' | diff "$BATS_TEST_TMPDIR/before" -
}

@test "a large file that cannot be read in time says how far it came" {
    # A tar of one file that is a hole: 200 GB to read, none on the disk.
    python3 -c '
import sys, tarfile
entry = tarfile.TarInfo("hole")
entry.size = 200 * 10**9
with open(sys.argv[1], "wb") as archive:
    archive.write(entry.tobuf(tarfile.GNU_FORMAT))
    archive.truncate(512 + -(-entry.size // 512) * 512 + 1024)' "$folder/a.tar"
    touch -d '-2 hours' "$folder/a.tar"
    run_check "${backup[@]}" -c 1d --verify full -t 2
    [[ $status -eq 3 && ${#lines[@]} -eq 1 ]]
    [[ $text =~ ^"BACKUP UNKNOWN - a.tar is not judged: "[0-9.]+" "[kMG]*"B of 200.0 GB were read when the time was over" ]]
}

@test "an empty folder is no backup" {
    mkdir "$folder/2026-11-26"
    touch -d '-2 hours' "$folder/2026-11-26"
    run_check "${backup[@]}" -c 1d
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - no complete backup in $folder; 2026-11-26 is too small: the folder is empty" ]]
    echo x >"$folder/2026-11-26/file"
    touch -d '-2 hours' "$folder/2026-11-26"
    run_check "${backup[@]}" -c 1d
    [[ $status -eq 0 && $text == "BACKUP OK - 2026-11-26 of "* ]]
    run_check "${backup[@]}" -c 1d --verify magic
    [[ $status -eq 3 && $text == *"2026-11-26 is not judged: a folder, which --verify does not look into"* ]]
    [[ $EUID -eq 0 ]] || skip "needs root to become somebody else"
    chmod 0 "$folder/2026-11-26"
    chmod 755 "$folder"
    run_as_nobody -f "$folder" -c 1d
    [[ $status -eq 3 && $output == *"2026-11-26 is not judged: the folder cannot be looked into: Permission denied"* ]]
}

@test "the folders of a set have their size together" {
    for part in db files; do
        mkdir "$folder/$part-20261125"
        head -c 60000 /dev/zero >"$folder/$part-20261125/file"
        touch -d 2026-11-25 "$folder/$part-20261125"
    done
    run_check "${backup[@]}" --part db-%Y%m%d --part files-%Y%m%d -c 3650d -C 100kB
    [[ $status -eq 0 && $text == "BACKUP OK - db-20261125 and 1 more of "* ]]
    run_check "${backup[@]}" --part db-%Y%m%d --part files-%Y%m%d -c 3650d -C 1MB
    [[ $status -eq 2 && $text == *"db-20261125 and 1 more is too small: 1"*" kB, at least 1.0 MB expected" ]]
}

@test "a checksum file that cannot be read or is empty proves nothing" {
    make_backup a.gz 7200
    : >"$folder/a.gz.sha256"
    run_check "${backup[@]}" -c 1d --verify full
    [[ $status -eq 3 && $text == *"a.gz is not judged: the file with its checksum is malformed"* ]]
    rm "$folder/a.gz.sha256"
    mkdir "$folder/a.gz.sha256"
    run_check "${backup[@]}" -c 1d --verify full
    [[ $status -eq 3 && $text == *"a.gz is not judged: a.gz.sha256, with its checksum, could not be read"* ]]
}

@test "a set lies in one folder, and each part is told of" {
    mkdir "$folder/one" "$folder/two"
    for part in one/db two/files; do
        make_backup "$part-20261125.gz" 86400
    done
    run_check check_backup_age -f "$folder/*/" --part db-%Y%m%d.gz --part files-%Y%m%d.gz -c 3650d --verify magic
    [[ $status -eq 2 && $text == *"$folder/one/db-20261125.gz is incomplete: files-%Y%m%d.gz is missing"* ]]
    mv "$folder"/one/db-* "$folder/two/"
    run_check check_backup_age -f "$folder/*/" --part db-%Y%m%d.gz --part files-%Y%m%d.gz -c 3650d --verify magic
    [[ $status -eq 0 && $text == "BACKUP OK - $folder/two/db-20261125.gz and 1 more of "*", gzip, begins and ends as it should"* ]]
}

@test "a place that is a link is told to be one" {
    make_backup a.gz 7200
    ln -s a.gz "$folder/latest"
    run_check check_backup_age -f "$folder/latest" -c 1d
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - no backup: $folder/latest is a symbolic link" ]]
}

@test "behind SFTP the same is seen" {
    local place=sftp://$TENANT_USER_A@127.0.0.1:$TENANT_SSH_PORT$TENANT_BACKUP_STORE
    local login=(--known-hosts "$TENANT_SSH_KNOWN_HOSTS" --identity "$TENANT_SSH_IDENTITY")
    run_check check_backup_age -f "$place" -p receico-%Y%m%d.tar.gz --schedule 04:00 --timezone Asia/Tokyo \
        "${login[@]}" --verify full --mode 0600
    expect_shape 0 "BACKUP OK - receico-$(cd "$TENANT_BACKUP_DIR" && ls ./*.gz | tail -n 1 | sed 's/.*-//') of DATE Asia/Tokyo, SPAN old, SIZE, gzip with tar in it, 1 entry, read through, its checksum holds, next run DATE Asia/Tokyo"
    run_check check_backup_age -f "$place-none" -c 1d "${login[@]}"
    [[ $status -eq 2 && $text == *"does not exist"* ]]
    run_check check_backup_age -f "$place" -c 1d --identity "$TENANT_SSH_IDENTITY"
    [[ $status -eq 3 && ${#lines[@]} -eq 1 && $text == *known-hosts* ]]
    find_closed_port
    run_check check_backup_age -f "sftp://a@127.0.0.1:$closed_port/x" -c 1d "${login[@]}"
    [[ $status -eq 2 && $text == *"127.0.0.1"*refused* ]]
}

@test "behind HTTPS the same is seen, and true sizes where the index rounds them" {
    local place=https://localhost:$TENANT_HTTPS_PORT/backup/ size newest
    newest=$(cd "$TENANT_BACKUP_DIR" && ls ./*.gz | tail -n 1)
    size=$(stat -c %s "$TENANT_BACKUP_DIR/$newest")
    local asked=(-f "$place" -p receico-%Y%m%d.tar.gz --schedule 04:00 --timezone Asia/Tokyo --ca-file "$TENANT_CA_FILE")
    run_check check_backup_age "${asked[@]}" --verify full
    expect_shape 0 "BACKUP OK - ${newest#./} of DATE Asia/Tokyo, SPAN old, SIZE, gzip with tar in it, 1 entry, read through, its checksum holds, next run DATE Asia/Tokyo"
    run_check check_backup_age "${asked[@]}" -C "$size"
    [[ $status -eq 0 && $output == *" size=${size}B;"* ]]
    run_check check_backup_age "${asked[@]}" -C "$((size + 50))"
    [[ $status -eq 2 && $text == *"is too small: $size B, at least $((size + 50)) B expected"* ]]
    run_check check_backup_age -f "${place%backup/}none/" -c 1d --ca-file "$TENANT_CA_FILE"
    expect_text 2 "BACKUP CRITICAL - no backup: ${place%backup/}none/ does not exist"
    run_check check_backup_age -f "$place" -c 1d
    [[ $status -eq 2 && $text == *certificate* ]]
}

@test "bad input is one line that names the option" {
    local row
    while IFS='|' read -r -a row; do
        # shellcheck disable=SC2086
        run_check check_backup_age ${row[0]}
        if [[ $status -ne 3 || $output != "BACKUP UNKNOWN - ${row[1]}"* || ${#lines[@]} -ne 1 || -n $stderr ]]; then
            echo "${row[0]}: ($status) $output $stderr"
            return 1
        fi
    done <<'END'
-f /x|--schedule, --warning-age or --critical-age must say how old a backup may be
-c 1d|--file: 
-f /x -c 1d --schedule 25:00|--schedule: 
-f /x -c 1d --schedule 04:00 --timezone Mars/Olympus|--timezone: 
-f /x -c 1d -p receico.tar.gz|--pattern: 
-f /x -c 1d -p %Y%m%d%Q|--pattern: 
-f /x -c 1d -p %F --part %F|--part: 
-f /x -c 1d --mode 0888|--mode: 
-f /x -c 1d --root here|--root: 
-f /x -c 1d --verify maybe|--verify: 
-f /x -c 1d --shrink 200%|--shrink: 
-f /x -c yesterday|--critical-age: 
-f gopher://x/y -c 1d|--file: 
-f sftp://host/x -c 1d|--file: 
-f sftp://user:secret@host/x -c 1d|--file: a password does not belong into a URL
-f sftp://user@host/x -c 1d|--file: sftp:// needs --identity or --agent
END
}
