# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# check_backup_generations on real folders, and behind the sample tenant's servers.

load helper

setup() {
    export TZ=UTC
    folder=$BATS_TEST_TMPDIR/backup
    mkdir -m 700 "$folder"
    kept=(check_backup_generations -f "$folder" -p receico-%Y%m%d.gz)
}

# One backup of each of these days before today, all of them different.
make_backups() { # DAYS...
    local days name
    for days in "$@"; do
        name=receico-$(date -d "-$days days" +%Y%m%d).gz
        seq "$((1000 + days))" | gzip -n >"$folder/$name"
        chmod 600 "$folder/$name"
        touch -d "-$days days 00:00:30" "$folder/$name"
    done
}

day() { # DAYS before today
    date -d "-$1 days" +%F
}

@test "a week of backups is OK, with all figures" {
    make_backups {1..7}
    run_check "${kept[@]}" -c 7
    [[ $status -eq 0 && $text == "BACKUP OK - 7 generations ($(day 7) to $(day 1)), newest "* ]]
    [[ $perfdata =~ ^generations=7\;\;7:\;0\ missing=0\;\;\;0\ expired=0\;\;\;0\ oldest_age=#s\;\;\;0\.000000\ newest_age=#s\;\;\;0\.000000\ size=[0-9]+B\;\;\;0$ ]]
}

@test "seven files of one day are one generation" {
    make_backups 1
    for i in 1 2 3 4 5 6; do
        seq "$i" | gzip >"$folder/receico-$(date -d yesterday +%Y%m%d)-$i.gz"
        touch -d "yesterday 0$i:00" "$folder/receico-$(date -d yesterday +%Y%m%d)-$i.gz"
    done
    run_check check_backup_generations -f "$folder" -p 'receico-%Y%m%d*.gz' -c 7
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - 1 generation ($(day 1)), "* ]]
    run_check check_backup_generations -f "$folder" -c 7
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - 1 generation ($(day 1)), "* ]]
    run_check check_backup_generations -f "$folder" -c 7 --spacing 1h --gaps ok
    [[ $status -eq 0 && $text == "BACKUP OK - 7 generations ($(day 1) 00:00 to $(day 1) 06:00), "* ]]
}

@test "a gap is named by its date" {
    make_backups 1 2 4 5 6 7 8
    run_check "${kept[@]}" -c 7
    [[ $status -eq 1 && $text == "BACKUP WARNING - missing of the last 7: $(day 3)" ]]
    run_check "${kept[@]}" -c 7 --gaps critical
    [[ $status -eq 2 ]]
}

@test "broken, empty and incomplete ones do not count" {
    make_backups {1..7}
    truncate -s -5 "$folder/receico-$(date -d '-3 days' +%Y%m%d).gz"
    touch -d '-3 days' "$folder/receico-$(date -d '-3 days' +%Y%m%d).gz"
    run_check "${kept[@]}" -c 7
    [[ $status -eq 0 ]]
    run_check "${kept[@]}" -c 7 --verify full
    [[ $status -eq 2 && $text == *"6 generations"*"is not sound"*"missing of the last 7: $(day 3)" ]]
}

@test "what outlived its time is found" {
    make_backups {1..7} 20
    run_check "${kept[@]}" -c 7 --expire 14d
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - 1 should be gone, the oldest is receico-$(date -d '-20 days' +%Y%m%d).gz, "* ]]
    run_check "${kept[@]}" -c 7 --at-most 7
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - 1 should be gone, "* ]]
    run_check "${kept[@]}" -c 7 --at-most 7 --expired warning
    [[ $status -eq 1 ]]
    run_check "${kept[@]}" -c 7 --at-most 8
    [[ $status -eq 0 ]]
}

@test "a new tenant ramps up, and a miss is not hidden" {
    make_backups 1 2
    run_check "${kept[@]}" -c 7 --since "$(day 2)"
    [[ $status -eq 0 && $text == *"2 can be there since $(day 2)" ]]
    run_check "${kept[@]}" -c 7 --since "$(day 3)"
    [[ $status -eq 2 && $text == *"missing of the last 3: $(day 3)" ]]
    rm "$folder"/*
    run_check "${kept[@]}" -c 7 --since "$(date +%F)"
    [[ $status -eq 0 && $text == "BACKUP OK - no backup in $folder: none can be there yet, since $(date +%F)" ]]
    run_check "${kept[@]}" -c 7 --since "$(day 1)"
    [[ $status -eq 2 ]]
}

@test "the same content twice is one" {
    make_backups {1..6}
    ln "$folder/receico-$(date -d '-1 days' +%Y%m%d).gz" "$folder/receico-$(date -d '-7 days' +%Y%m%d).gz"
    run_check "${kept[@]}" -c 7
    [[ $status -eq 2 && $text == *"6 generations"*"repeated: it holds the same as receico-"* ]]
    rm "$folder/receico-$(date -d '-7 days' +%Y%m%d).gz"
    cp "$folder/receico-$(date -d '-1 days' +%Y%m%d).gz" "$folder/receico-$(date -d '-7 days' +%Y%m%d).gz"
    touch -d '-7 days 00:00:30' "$folder/receico-$(date -d '-7 days' +%Y%m%d).gz"
    run_check "${kept[@]}" -c 7
    [[ $status -eq 0 ]]
    run_check "${kept[@]}" -c 7 --verify full
    [[ $status -eq 2 && $text == *"6 generations"*"repeated: it holds the same as receico-"* ]]
}

@test "who may read them is judged for each" {
    make_backups {1..7}
    chmod 644 "$folder/receico-$(date -d '-5 days' +%Y%m%d).gz"
    run_check "${kept[@]}" -c 7 --mode 0600
    [[ $status -eq 2 && $text == "BACKUP CRITICAL - $folder/receico-$(date -d '-5 days' +%Y%m%d).gz: mode 0644, "* ]]
}

@test "behind SFTP the same is seen" {
    run_check check_backup_generations -f "sftp://$TENANT_USER_A@127.0.0.1:$TENANT_SSH_PORT$TENANT_BACKUP_STORE" \
        --known-hosts "$TENANT_SSH_KNOWN_HOSTS" --identity "$TENANT_SSH_IDENTITY" \
        -p receico-%Y%m%d.tar.gz --schedule 04:00 --timezone Asia/Tokyo --verify full -c 7 --mode 0600
    [[ $status -eq 0 && $text == "BACKUP OK - 7 generations ("* ]]
}

@test "times of change far beside the names are told" {
    make_backups 1 2 3 4
    touch -d '-2 hours' "$folder/receico-$(date -d '-4 days' +%Y%m%d).gz"
    run_check "${kept[@]}" -c 4
    [[ $status -eq 1 && $text == "BACKUP WARNING - receico-$(date -d '-4 days' +%Y%m%d).gz was last changed "*" beside the time in its name" ]]
}

@test "one of a set that is not looked into is nobody's double" {
    local days date
    for days in 1 2; do
        date=$(date -d "-$days days" +%Y%m%d)
        seq 1000 | gzip -n >"$folder/db-$date.gz"
        mkdir "$folder/files-$date"
        echo "$days" >"$folder/files-$date/file"
        touch -d "-$days days 00:00:30" "$folder/db-$date.gz" "$folder/files-$date"
    done
    run_check check_backup_generations -f "$folder" --part db-%Y%m%d.gz --part files-%Y%m%d --verify full -c 2
    [[ $status -eq 0 && $text == "BACKUP OK - 2 generations "* ]]
}

@test "behind FTP over TLS the same is seen" {
    run_check check_backup_generations -f "ftps://$TENANT_USER_B@127.0.0.1:$TENANT_FTP_EXPLICIT_PORT/~/backup" \
        --password-file "$TENANT_PASSWORD_FILE_B" --ca-file "$TENANT_CA_FILE" \
        -p receico-%Y%m%d.tar.gz --schedule 04:00 --timezone Asia/Tokyo --verify full -c 7
    [[ $status -eq 0 && $text == "BACKUP OK - 7 generations ("* ]]
}

@test "bad input is one line that names the option" {
    local row
    while IFS='|' read -r -a row; do
        # shellcheck disable=SC2086
        run_check check_backup_generations ${row[0]}
        if [[ $status -ne 3 || $output != "BACKUP UNKNOWN - ${row[1]}"* || ${#lines[@]} -ne 1 || -n $stderr ]]; then
            echo "${row[0]}: ($status) $output $stderr"
            return 1
        fi
    done <<'END'
-f /x|--warning, --critical, --at-most or --expire must say how many to keep
-c 7|--file: 
-f /x -c seven|--critical: 
-f /x -c 7 --since yesterday|--since: 
-f /x -c 7 --spacing 1s|--spacing: 
-f /x --at-most 0|--at-most: 
-f /x --expire 0|--expire: 
-f /x -c 7 --gaps maybe|--gaps: 
END
}
