#!/usr/bin/env bats
# shellcheck disable=SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# slo_calendar as a person runs it: what it prints, and what it says when it cannot.

load helper

setup() {
    cd "$BATS_TEST_TMPDIR"
    # No configuration of this machine has a say in it.
    export MP_CONFIG_FILE=/nonexistent/plugins.ini
}

slo_calendar() { # ARGUMENT...
    run --separate-stderr "$PLUGIN_DIR/slo_calendar" "$@"
}

expect_complaint() { # TEXT
    if [[ $status -ne 3 || -n $output || $stderr != "slo_calendar: $1" ]]; then
        printf 'expected  (3) slo_calendar: %s\nis        (%s) %s\nstdout    %s\n' "$1" "$status" "$stderr" "$output"
        return 1
    fi
}

@test "the holidays of a year as a table" {
    slo_calendar --from 2026 --to 2026 --format csv --what holidays
    [[ $status -eq 0 && -z $stderr ]]
    [[ $output == "date,name_ja,name_en,kind
2026-01-01,元日,New Year's Day,holiday
2026-01-12,成人の日,Coming of Age Day,holiday
2026-02-11,建国記念の日,National Foundation Day,holiday
2026-02-23,天皇誕生日,The Emperor's Birthday,holiday
2026-03-20,春分の日,Vernal Equinox Day,holiday
2026-04-29,昭和の日,Showa Day,holiday
2026-05-03,憲法記念日,Constitution Memorial Day,holiday
2026-05-04,みどりの日,Greenery Day,holiday
2026-05-05,こどもの日,Children's Day,holiday
2026-05-06,振替休日,Substitute Holiday,substitute
2026-07-20,海の日,Marine Day,holiday
2026-08-11,山の日,Mountain Day,holiday
2026-09-21,敬老の日,Respect for the Aged Day,holiday
2026-09-22,国民の休日,Citizens' Holiday,between
2026-09-23,秋分の日,Autumnal Equinox Day,holiday
2026-10-12,スポーツの日,Sports Day,holiday
2026-11-03,文化の日,Culture Day,holiday
2026-11-23,勤労感謝の日,Labor Thanksgiving Day,holiday" ]]
}

@test "hours and closings of one's own" {
    slo_calendar --from 2026 --to 2026 --format csv --hours 'sat 9:00-24:00' --closed 08-01:08-31 --what support-hours
    [[ $status -eq 0 ]]
    [[ ${lines[1]} == 2026-01-03,09:00-24:00,09:00-24:00,open ]]
    [[ $output != *2026-08-* && $output == *2026-09-05* ]]
    # 52 Saturdays, five of them in August.
    ((${#lines[@]} == 1 + 47))
}

@test "a file of changes adds, renames and takes away" {
    printf '%s\n' '# by an act of 2027' '2027-05-06 = 開幕の日 / Opening, "again"' '2027-05-05 = -' >changes
    slo_calendar --from 2027 --to 2027 --format csv --what holidays --holidays changes
    [[ $status -eq 0 ]]
    [[ $output == *'
2027-05-06,開幕の日,"Opening, ""again""",added
'* && $output != *2027-05-05* ]]
}

@test "a file of changes that is wrong names its line" {
    printf '%s\n' '2027-05-06 = a' '2027-05-32 = b' >changes
    slo_calendar --from 2027 --holidays changes
    expect_complaint '--holidays: line 2: there is no 2027-05-32 in the calendar'
}

@test "hostile bytes of a file are cleaned before they are told" {
    printf '2027-05-06\e[2J = a\n' >changes
    slo_calendar --from 2027 --holidays changes
    expect_complaint "--holidays: line 1: '2027-05-06...' is not a date (such as 2026-11-20)"
    printf '2027-05-06 = a\e[2Jb\n' >changes
    slo_calendar --from 2027 --holidays changes
    [[ $status -eq 3 && $stderr == "slo_calendar: --holidays: line 1: 'a?[2Jb' is no name"* ]]
}

@test "a file of changes that is not there" {
    slo_calendar --holidays nowhere
    expect_complaint "--holidays: cannot read 'nowhere': No such file or directory"
    mkfifo pipe
    slo_calendar --holidays pipe
    expect_complaint "--holidays: cannot read 'pipe': not a regular file"
}

@test "a bad option is told on standard error" {
    slo_calendar --from 1999
    expect_complaint "--from: '1999' is not a whole number from 2000 to 2050"
    slo_calendar --from 2027 --to 2026
    expect_complaint '--to: 2026 lies before the first year, 2027'
    slo_calendar --hours 10-12
    [[ $status -eq 3 && -z $output && $stderr == "slo_calendar: --hours: '10-12' are no hours (expected "* ]]
    slo_calendar today
    expect_complaint 'argument 1 without a dash is one too many; --help shows the usage'
}

@test "what is for checks is not for it" {
    for option in --timeout=5 --clause=2.1 --output-format=json --verbose; do
        slo_calendar "$option"
        [[ $status -eq 3 && -z $output && $stderr == "slo_calendar: ${option%%=*} is not an option"* ]]
    done
    slo_calendar --describe=icinga2
    expect_complaint "--describe: 'icinga2' is none of man, bash, json"
}

@test "options from an INI file" {
    printf '[slo_calendar]\nfrom = 2030\nto = 2030\nformat = csv\nwhat = holidays\n' >plugins.ini
    slo_calendar --extra-opts=@plugins.ini
    [[ $status -eq 0 && ${lines[1]} == 2030-01-01,* && ${lines[-1]} == 2030-11-23,* ]]
}

@test "help and version are for people and end well" {
    slo_calendar --help
    [[ $status -eq 0 && $output == 'slo_calendar - '* ]]
    slo_calendar --version
    [[ $status -eq 0 && $output == 'slo_calendar ('* ]]
}

@test "a full disk is told" {
    [[ -c /dev/full ]] || skip "no /dev/full"
    status=0
    "$PLUGIN_DIR/slo_calendar" --from 2026 >/dev/full 2>complaint || status=$?
    [[ $status -eq 3 && $(<complaint) == 'slo_calendar: cannot write: No space left on device' ]]
}

@test "all years fit in every format" {
    for format in icinga2 nagios icalendar csv; do
        slo_calendar --from 2000 --to 2050 --format "$format"
        [[ $status -eq 0 && -z $stderr && ${#output} -gt 10000 ]]
    done
}

@test "the machine's zone and language change nothing" {
    slo_calendar --from 2026
    expected=$output
    TZ=America/New_York LC_ALL=C slo_calendar --from 2026
    [[ $status -eq 0 && $output == "$expected" ]]
}
