#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031,SC2034,SC2154,SC2016,SC2164
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# check_disk_quota on real folders: the sample tenants' and some that are made here. Kernel quotas of ext4
# and XFS have kernel_quota_test.

load helper

setup() {
    aside=()
    cd "$BATS_TEST_TMPDIR"
    here=$PWD
    nobody=()
    if ((EUID == 0)); then nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups); fi
    export LC_ALL=C.UTF-8 TZ=UTC
}

teardown() {
    stop_all
    if [[ -d closed ]]; then chmod -R u+rwx closed; fi
}

quota() { # ARGUMENT...
    run_check check_disk_quota "$@"
}

# As an account that may not read everything.  It may not enter the folder of the build, perhaps.
quota_as_nobody() { # ARGUMENT...
    run --separate-stderr "${nobody[@]}" "$BATS_RUN_TMPDIR/check_disk_quota" "$@"
    shown=$output
    text=${output%% | *}
}

publish() {
    if [[ -e $BATS_RUN_TMPDIR/check_disk_quota ]]; then return; fi
    cp "$PLUGIN_DIR/check_disk_quota" "$BATS_RUN_TMPDIR/check_disk_quota"
    chmod 755 "$BATS_RUN_TMPDIR" "$BATS_RUN_TMPDIR/check_disk_quota"
}

# Lets the account nobody come here.
open_way() {
    local folder=$here
    while [[ $folder != / ]]; do
        if [[ -O $folder ]]; then chmod o+x "$folder"; fi
        folder=${folder%/*}
        folder=${folder:-/}
    done
    publish
}

bytes_of() { # FOLDER...: as du counts them
    du -sx --block-size=1 "$1" | cut -f 1
}

as_megabytes() { # BYTES
    awk -v bytes="$1" 'BEGIN { printf "%.1f MB", bytes / 1e6 }'
}

# ---- the sample tenants ----

@test "two tenants within 15 GB" {
    local a b
    a=$(bytes_of "$TENANT_SPACE/tenant_a") b=$(bytes_of "$TENANT_SPACE/tenant_b")
    quota --path "$TENANT_SPACE/*" --limit 15GB
    expect 0 "QUOTA OK - 2 tenants use $(as_megabytes $((a + b))) of 30.0 GB, the fullest is tenant_b: $(as_megabytes "$b") of 15.0 GB used (0.1 %, by a walk) | total=$((a + b))B;;;0;30000000000 tenants=2;;;0 tenant_b=${b}B;13500000000;14250000000;0;15000000000 tenant_a=${a}B;13500000000;14250000000;0;15000000000"
}

@test "a tenant over his limit, from a file, worst first" {
    quota --tenants "$TENANT_SPACE_FILE" --clause 1.22
    [[ $status -eq 2 && $text == "QUOTA CRITICAL - 1 critical of 2 tenants, all use "*"; tenant_b: 20.0 MB of 15.0 MB used (133."*" %, by a walk) (critical at 95%); tenant_b: note: the quota of the sample is 15 MB (SLO 1.22)" ]]
}

@test "one tenant, by letters" {
    quota -p "$TENANT_SPACE/tenant_a" -l 15GB -w 80% -c 1GBFREE
    [[ $status -eq 0 && $text == "QUOTA OK - tenant_a: 2.0 MB of 15.0 GB used (0.0 %, by a walk)" ]]
    [[ $perfdata == *" tenant_a="*"B;12000000000;14000000000;0;15000000000" ]]
}

@test "a tenant who is left out" {
    quota -p "$TENANT_SPACE/*" --exclude '*_b' -l 15MB
    [[ $status -eq 0 && $text == "QUOTA OK - tenant_a: 2.0 MB of 15.0 MB used (13."*" %, by a walk)" ]]
}

@test "the top of the performance data" {
    quota -p "$TENANT_SPACE/*" -l 15GB --top 1
    [[ $status -eq 0 && $perfdata == "total="*" tenants=2;;;0 tenant_b="* && $perfdata != *tenant_a* ]]
}

@test "inodes" {
    quota -p "$TENANT_SPACE/tenant_a" -l 15GB -K 5
    [[ $status -eq 2 && $text == "QUOTA CRITICAL - tenant_a: 6 inodes used (critical at 5)" ]]
    quota -p "$TENANT_SPACE/tenant_a" -l 15GB --inode-limit 10 -W 50%
    [[ $status -eq 1 && $text == "QUOTA WARNING - tenant_a: 6 of 10 inodes used (warning at 50%)" ]]
}

@test "as JSON" {
    quota -p "$TENANT_SPACE/*" -l 15GB --output-format json
    [[ $status -eq 0 ]]
    python3 -c 'import json, sys
result = json.loads(sys.argv[1])
assert result["state"] == "OK", result
assert [part["name"] for part in result["parts"]] == ["tenant_b", "tenant_a"], result' "$output"
}

@test "the disk as the limit is what df shows" {
    local used available size
    read -r used available < <(df --block-size=1 --output=used,avail . | tail -n 1)
    size=$((used + available))
    quota -p "$here" -l disk -w 200%
    [[ $status -eq 0 && $text == "QUOTA OK - "*" used ("*" %, by the file system)" ]]
    # Others write meanwhile: a hundredth is near enough.
    python3 -c 'import re, sys
used, size = map(int, re.search(r"total=(\d+)B;;;0;(\d+)", sys.argv[1]).groups())
assert abs(used - int(sys.argv[2])) < int(sys.argv[3]) / 100 and abs(size - int(sys.argv[3])) < int(sys.argv[3]) / 100' \
        "$output" "$used" "$size"
}

@test "a source that is not there" {
    quota -p "$TENANT_SPACE/tenant_a" -l 15GB --source btrfs
    [[ $status -eq 3 && $text == "QUOTA UNKNOWN - tenant_a: it is not on btrfs" ]]
}

# ---- what is missing or cannot be read ----

@test "no folder matches" {
    quota -p "$here/x*" -l 15GB
    expect 2 "QUOTA CRITICAL - no folder matches '$here/x*' | total=U;;;0 tenants=0;;;0"
}

@test "a folder that is missing is told beside the others" {
    mkdir a
    quota -p "$here/a" -p "$here/missing" -l 15GB
    [[ $status -eq 2 && $text == "QUOTA CRITICAL - 1 critical of 2 tenants, all use at least "*"; missing: the folder $here/missing cannot be read: No such file or directory" ]]
}

@test "a file where a folder should be" {
    touch file
    quota -p "$here/file" -l 15GB
    [[ $status -eq 2 && $text == "QUOTA CRITICAL - file: the folder $here/file cannot be read: Not a directory" ]]
}

@test "an unreadable folder within makes it unknown" {
    open_way
    mkdir -p closed/a/secret
    chmod 000 closed/a/secret
    quota_as_nobody -p "$here/closed/*" -l 15GB
    [[ $status -eq 3 && $text == "QUOTA UNKNOWN - a: at least "*" of 15.0 GB used (0.0 %, by a walk); 1 folder cannot be read: $here/closed/a/secret: Permission denied" ]]
}

@test "an unreadable folder is no matter when it is too much already" {
    open_way
    mkdir -p closed/a/secret
    head -c 100000 /dev/zero >closed/a/file
    chmod 000 closed/a/secret
    quota_as_nobody -p "$here/closed/*" -l 50kB
    [[ $status -eq 2 && $text == "QUOTA CRITICAL - a: at least "*" of 50.0 kB used ("*" %, by a walk) (critical at 95%); a: 1 folder cannot be read: "* ]]
}

@test "a tenant's folder that may not be read, and one that may not be listed" {
    open_way
    mkdir -p closed/a
    chmod 700 closed/a
    if ((EUID != 0)); then chmod 000 closed/a; fi
    quota_as_nobody -p "$here/closed/a" -l 15GB
    [[ $status -eq 3 && $text == "QUOTA UNKNOWN - a: the folder $here/closed/a cannot be read: Permission denied" ]]
    chmod 300 closed
    if ((EUID != 0)); then chmod 000 closed; fi
    quota_as_nobody -p "$here/closed/*" -l 15GB
    [[ $status -eq 3 && $text == "QUOTA UNKNOWN - --path: '$here/closed/*': a folder on its way cannot be read" ]]
}

@test "a budget of entries" {
    mkdir a
    seq -f a/%g 500 | xargs touch
    quota -p "$here/a" -l 15GB --budget ,100
    [[ $status -eq 3 && $text == "QUOTA UNKNOWN - a: at least "*" used (0.0 %, by a walk); the walk ended after "*" entries: the entries of its budget ran out" ]]
    quota -p "$here/a" -l 15GB --budget 60s,500
    [[ $status -eq 0 ]]
}

@test "a budget of time" {
    mkdir a
    quota -p "$here/a" -l 15GB --budget 1ms
    [[ $status -eq 0 || $text == *"the time of its budget ran out" ]]
    quota -p /usr -p /var -l 15TB --budget 1ms
    [[ $status -eq 3 && $text == *"usr: at least "*" entries: the time of its budget ran out"* ]]
}

@test "a timeout has the state it is given" {
    quota -p /usr -p /var -p /etc -l 15TB -t 0.005:unknown
    [[ $status -eq 3 && $text == *" entries: timeout"* ]]
    quota -p /usr -p /var -p /etc -l 15TB -t 0.005
    [[ $status -eq 2 && $text == *" entries: timeout"* ]]
}

# ---- hostile names ----

@test "hostile names of tenants" {
    mkdir -- 'a|b' $'n\nl' $'\e[31m' $'\xff' '-rf' "a'b=c" "$(printf %0200d 0)" "$(printf %0199d 0)1"
    quota -p "$here/*" -l 15GB -w 1B
    [[ $status -eq 1 && $(wc -l <<<"$output") -eq 1 && $text == "QUOTA WARNING - 8 warning of 8 tenants, all use "* ]]
    [[ $(tr -cd '|' <<<"$output") == '|' && $output != *$'\e'* ]]
    # A label has letters that nobody has to quote, and each is there once.
    [[ $(tr ' ' '\n' <<<"$perfdata" | sed 's/=.*//' | sort | uniq -d) == '' ]]
    [[ $(tr ' ' '\n' <<<"$perfdata" | sed 's/=.*//' | grep -cvE '^[A-Za-z0-9_.-]{1,19}$') -eq 0 ]]
}

@test "a link is no tenant of a pattern" {
    mkdir a
    ln -s a b
    ln -s /usr c
    quota -p "$here/*" -l 15GB
    [[ $status -eq 0 && $text == "QUOTA OK - a: "* ]]
}

@test "deep folders and long names" {
    local i
    mkdir a
    cd a
    for ((i = 0; i < 300; i++)); do
        mkdir "$(printf %0200d "$i")"
        cd "$(printf %0200d "$i")"
    done
    head -c 10000 /dev/zero >file
    cd "$here"
    quota -p "$here/a" -l 15GB
    [[ $status -eq 0 && $perfdata == *" a=$(bytes_of a)B;"* ]]
    rm -r a
}

# ---- files of tenants ----

@test "a file of tenants that is wrong is told by its line" {
    printf '[a]\npath = %s\nlimit = plenty\n' "$here" >tenants.ini
    quota --tenants tenants.ini
    expect 3 "QUOTA UNKNOWN - --tenants: line 3: limit: 'plenty' is not a size (such as 500MB, 15GB or 15GiB)"
}

@test "a file of tenants that is not there" {
    quota --tenants missing.ini
    expect 3 "QUOTA UNKNOWN - --tenants: cannot read 'missing.ini': No such file or directory"
}

@test "a file of tenants that is none" {
    head -c 100 /dev/zero >tenants.ini
    quota --tenants tenants.ini
    expect 3 "QUOTA UNKNOWN - --tenants: it is no text"
    mkfifo fifo
    quota --tenants fifo
    expect 3 "QUOTA UNKNOWN - --tenants: cannot read 'fifo': not a regular file"
}

@test "a folder that a file and a pattern name is one tenant" {
    mkdir a b
    printf '[acme]\npath = %s/a\nlimit = 1GB\n' "$here" >tenants.ini
    quota --tenants tenants.ini -p "$here/*" -l 15GB
    [[ $status -eq 0 && $text == "QUOTA OK - 2 tenants use "*" of 16.0 GB, the fullest is acme: "* ]]
}

# ---- bad input: one line that names the option ----

@test "options that are wrong" {
    local arguments expected
    while IFS='|' read -r arguments expected; do
        # shellcheck disable=SC2086
        quota $arguments
        expect 3 "QUOTA UNKNOWN - $expected" || { echo "for: $arguments"; return 1; }
    done <<'END'
-l 15GB|--path: it is missing: the folder of each tenant (or --tenants) is expected
-p a -l 15GB|--path: 'a' does not begin with a slash
-p /srv -l 15XB|--limit: '15XB' is not a size (such as 500MB, 15GB or 15GiB)
-p /srv -l 0|--limit: '0' is no limit: a size above 0, or disk, is expected
-p /srv -w 80|--warning: '80' has no unit (such as 80%, 12GB or 5%FREE)
-p /srv -c 80%LEFT|--critical: '80%LEFT' is not a range (such as 10, 5:, ~:10 or @1:5): '80%LEFT' is not a number
-p /srv --source du|--source: 'du' is none of any, statfs, project, user, group, btrfs, walk
-p /srv --budget soon|--budget: 'soon' is not a duration (such as 90s, 26h or 1h30m)
-p /srv --threads 65|--threads: '65' is not a whole number from 1 to 64
-p /srv --require-enforcement --source walk|--require-enforcement: a walk sees no quota: it excludes --source walk
-p /srv --state-dir /tmp|--state-dir: it needs --forecast
END
}

# ---- forecasts ----

# A state with a figure for each of the last days, in KiB; today has none yet.
write_history() { # PATH KIB...
    local today=$(($(date +%s) / 86400)) name
    quota -p "$1" -l 15MB --forecast 14d --state-dir "$here/state"
    name=$(cd state && echo disk-quota-*[0-9a-f])
    sed -i -E "s/^(tenant-[0-9a-f]+)=.*/\1=$((today - $# + 1)):$(shift; IFS=,; echo "$*")/" "state/$name"
}

@test "a first forecast says that it knows too little" {
    mkdir -m 700 state a
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
    [[ $status -eq 0 && $text == *"; no forecast yet for 1: 1 of 3 days are known" ]]
    [[ $(ls state | tr '\n' ' ') =~ ^disk-quota-[0-9a-f]{16}\ disk-quota-[0-9a-f]{16}\.lock\ $ ]]
}

@test "a limit that will be reached within the time" {
    mkdir -m 700 state a
    head -c 10000000 /dev/zero >a/file
    write_history "$here/a" 5000 6000 7000 8000 9000
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
    [[ $status -eq 1 && $text == "QUOTA WARNING - a: at its present pace of 1.0 MB a day it reaches its limit in 4 d 2"*" h" ]]
    quota -p "$here/a" -l 15MB --forecast 3d --state-dir "$here/state"
    [[ $status -eq 0 ]]
}

@test "another figure of the same day changes nothing on disk" {
    mkdir -m 700 state a
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
    before=$(stat -c '%i %y' state/disk-quota-*[0-9a-f])
    head -c 1000000 /dev/zero >a/file
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
    [[ $status -eq 0 && $(stat -c '%i %y' state/disk-quota-*[0-9a-f]) == "$before" ]]
}

@test "a clock that jumps does no harm" {
    command -v faketime >/dev/null || skip "faketime is not installed"
    if grep -q __asan_init "$PLUGIN_DIR/check_disk_quota"; then skip "faketime hangs in an instrumented program"; fi
    mkdir -m 700 state a
    write_history "$here/a" 5000 6000 7000 8000 9000
    before=$(cat state/disk-quota-*[0-9a-f])
    for moment in '2001-01-01 00:00:00' '2101-01-01 00:00:00' '1970-01-01 00:00:01'; do
        run timeout 30 faketime "$moment" "$PLUGIN_DIR/check_disk_quota" -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
        [[ $status -eq 0 ]]
    done
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
    [[ $status -eq 0 ]]
}

@test "a damaged state is set aside" {
    mkdir -m 700 state a
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
    name=$(cd state && echo disk-quota-*[0-9a-f])
    echo rubbish >"state/$name"
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
    [[ $status -eq 1 && $text == "QUOTA WARNING - state '$name' was damaged: it is now '$name.damaged', and the figures of past days are lost" ]]
    [[ $(<"state/$name.damaged") == rubbish ]]
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/state"
    [[ $status -eq 0 ]]
}

@test "no place for the state: the verdict is given, and the failure said" {
    mkdir a
    quota -p "$here/a" -l 15MB --forecast 14d --state-dir "$here/missing"
    [[ $status -eq 3 && $text == "QUOTA UNKNOWN - today's figures cannot be remembered for a forecast: the folder '$here/missing' for states cannot be opened: No such file or directory" ]]
    [[ $perfdata == *" a="* ]]
}

@test "a full disk for the state: the verdict is given, and the failure said" {
    ((EUID == 0)) && unshare --mount true 2>/dev/null || skip "needs root, for a mount namespace"
    mkdir -m 700 state a
    head -c 100000 /dev/zero >a/file
    run --separate-stderr unshare --mount sh -ec '
        mount -t tmpfs -o size=4k tmpfs "$1/state"
        head -c 4096 /dev/zero >"$1/state/filler" || :
        exec "$2" -p "$1/a" -l 50kB --forecast 14d --state-dir "$1/state"' sh "$here" "$PLUGIN_DIR/check_disk_quota"
    [[ $status -eq 2 && $output == "QUOTA CRITICAL - a: "*" of 50.0 kB used ("*" %, by a walk) (critical at 95%); today's figures cannot be remembered for a forecast: state 'disk-quota-"*"': cannot save it: No space left on device | "* ]]
}

# ---- btrfs ----

# Runs SCRIPT with a btrfs in $1/mount, in a mount namespace of its own; $2 is the program.
on_btrfs() { # SCRIPT
    ((EUID == 0)) || skip "needs root, to mount a file system"
    PATH=$PATH:/usr/sbin:/sbin
    command -v mkfs.btrfs >/dev/null && command -v btrfs >/dev/null || skip "btrfs-progs is not installed"
    truncate -s 200M image
    mkfs.btrfs -q image >/dev/null 2>&1
    mkdir mount
    unshare --mount sh -c 'mount -o loop image mount' 2>/dev/null || skip "this kernel mounts no btrfs image"
    publish
    open_way
    run --separate-stderr unshare --mount bash -ec '
        mount -o loop image mount
        cd mount
        check() { "$PROGRAM" "$@" || echo "status $?"; }
        as_nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$PROGRAM" "$@" || echo "status $?"; }
        quiet() { "$@" >/dev/null; }
        '"$1"
    shown=$(sed 's/ | .*//' <<<"$output")
}

@test "btrfs: qgroups, their limits, and what they do not hold" {
    export PROGRAM=$BATS_RUN_TMPDIR/check_disk_quota
    on_btrfs '
        quiet btrfs subvolume create good
        quiet btrfs subvolume create other
        quiet btrfs subvolume create unlimited
        mkdir plain
        check -p "$PWD/good" -l 15MB --source btrfs
        quiet btrfs quota enable .
        btrfs qgroup limit 15000000 good
        btrfs qgroup limit 10M other
        head -c 5000000 /dev/urandom >good/file
        sync
        check -p "$PWD/good"
        check -p "$PWD/good" -l 15MB --require-enforcement
        check -p "$PWD/other" -l 15MB --require-enforcement
        check -p "$PWD/unlimited" -l 15MB --require-enforcement
        check -p "$PWD/plain" -l 15MB --require-enforcement
        check -p "$PWD/plain" -l 15MB --source btrfs
        as_nobody -p "$PWD/good" -l 15MB --source btrfs
        as_nobody -p "$PWD/good" -l 15MB
        btrfs qgroup limit none good
        btrfs qgroup limit -e 6000000 good
        check -p "$PWD/good" -w 50%
        quiet btrfs quota disable .
        check -p "$PWD/good" -l 15MB --require-enforcement'
    expected="QUOTA UNKNOWN - good: btrfs keeps no quotas there
status 3
QUOTA OK - good: 5.0 MB of 15.0 MB used (33.5 %, by btrfs qgroup 0/256)
QUOTA OK - good: 5.0 MB of 15.0 MB used (33.5 %, by btrfs qgroup 0/256)
QUOTA CRITICAL - other: the limit of its quota is 10.5 MB, and not 15.0 MB as promised
status 2
QUOTA CRITICAL - unlimited: its quota has no limit
status 2
QUOTA CRITICAL - plain: no quota keeps its limit: statfs shows no project's limit; it belongs to no project; it is no btrfs subvolume
status 2
QUOTA UNKNOWN - plain: it is no btrfs subvolume
status 3
QUOTA UNKNOWN - good: btrfs qgroup: reading it takes CAP_SYS_ADMIN
status 3
QUOTA OK - good: 5.0 MB of 15.0 MB used (33.3 %, by a walk)
QUOTA WARNING - good: 5.0 MB of 6.0 MB used (83.6 %, by btrfs qgroup 0/256) (warning at 50%)
status 1
QUOTA CRITICAL - good: no quota keeps its limit: statfs shows no project's limit; it belongs to no project; btrfs keeps no quotas there
status 2"
    if [[ $shown != "$expected" ]]; then
        diff <(echo "$expected") <(echo "$shown")
        echo "$stderr"
        return 1
    fi
}
