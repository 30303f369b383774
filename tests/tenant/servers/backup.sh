# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# Backups as a job leaves them that has run at 04:00 in Tokyo for a week: TENANT_BACKUP_DIR is as it should be,
# TENANT_BACKUP_BAD_DIR breaks every rule. Copies of the good ones lie where logins find them: for
# tenant_a by SSH in TENANT_BACKUP_STORE, for tenant_b by FTP in ~/backup.

start_backup() {
    local day run now bad=$DIR/backup-bad copies=$DIR/home/tenant_b/backup
    printf -v now '%(%s)T' -1
    mkdir -m 700 "$DIR/backup" "$DIR/store" "$copies"
    mkdir -m 777 "$bad"
    # It takes the job twelve minutes.
    for day in {-7..0}; do
        run=$(TZ=Asia/Tokyo date -d "$(TZ=Asia/Tokyo date +%F) $day days 04:12" +%s)
        if ((run > now)) || ((run < now - 7 * 86400)); then continue; fi
        backup_job "$DIR/backup" "$run"
    done
    cp -p "$DIR"/backup/* "$DIR/store"
    cp -p "$DIR"/backup/* "$copies"
    chown -R tenant_a: "$DIR/store"
    chown -R tenant_b: "$copies"

    # The last three nights are missing, the newest was cut off, and one should have gone long ago.
    for day in -20 -5 -4 -3; do
        backup_job "$bad" "$((run + day * 86400))"
    done
    run=$(ls "$bad"/*.gz | tail -n 1)
    truncate --size=-100 "$run"
    touch -d "@$((now - 3 * 86400))" "$run"
    chmod 644 "$run"
    chmod 777 "$bad"
}

ready_backup() {
    chown -R "${SUDO_UID:-0}:${SUDO_GID:-0}" "$DIR/backup" "$DIR/backup-bad"
    give TENANT_BACKUP_DIR "$DIR/backup"
    give TENANT_BACKUP_STORE "$DIR/store"
    give TENANT_BACKUP_BAD_DIR "$DIR/backup-bad"
}

# One night's work: an archive, and its checksum beside it.
backup_job() { # FOLDER SECONDS
    local name
    name=receico-$(TZ=Asia/Tokyo date -d "@$2" +%Y%m%d).tar.gz
    (
        umask 077
        cd "$1"
        tar --create --gzip --file "$name" --directory "$DIR/home" --mtime "@$2" tenant_b/report.txt
        sha256sum "$name" >"$name.sha256"
        touch -d "@$2" "$name" "$name.sha256"
    )
}
