# shellcheck shell=bash disable=SC2016,SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# A virus scan that really ran, and clamd, on a database of one signature: that of the EICAR test file.
# TENANT_SCAN_LOG is as a tenant's should be; the scan of TENANT_SCAN_LOG_INFECTED found something.

start_clamav() {
    local folder=$DIR/clamav
    mkdir -m 755 "$folder" "$folder/database" "$folder/temporary" "$DIR/infected" "$DIR/client/scans"
    echo "Eicar-Test-Signature:0:0:$(test_file | od -An -tx1 -v | tr -d ' \n')" >"$folder/database/test.ndb"
    test_file >"$DIR/infected/invoice.pdf.exe"
    chown -R clamav: "$folder"
    service clamd clamav_clamd TENANT_CLAMD_PORT
    scan scan "$DIR/home/tenant_a" &
    scans=("$!")
    scan infected "$DIR/home/tenant_a" "$DIR/infected" &
    scans+=("$!")
}

# It comes together only here: a scanner that met it in this file would put it in quarantine.
test_file() {
    printf '%s%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STA' 'NDARD-ANTIVIRUS-TEST-FILE!$H+H*'
}

# As the job of every night would; status 1 is an infected file.
scan() { # NAME FOLDER...
    clamscan --database="$DIR/clamav/database" --recursive --verbose --quiet \
        --log="$DIR/client/scans/$1.log" "${@:2}" >/dev/null 2>&1 || [[ $? == 1 ]]
}

clamav_clamd() { # NAME PORT
    local folder=$DIR/clamav config=$DIR/clamav/clamd.conf
    rm -f "$folder/clamd.ctl"
    cat >"$config" <<END
Foreground yes
LocalSocket $folder/clamd.ctl
LocalSocketMode 666
TCPSocket $2
TCPAddr 127.0.0.1
DatabaseDirectory $folder/database
TemporaryDirectory $folder/temporary
MaxThreads 4
END
    exec setpriv --reuid clamav --regid clamav --clear-groups --inh-caps=-all clamd --config-file="$config" </dev/null
}

ready_clamav() {
    local each folder=$DIR/clamav logs=$DIR/client/scans
    for each in "${scans[@]}"; do wait "$each" || fail 1 'clamscan failed'; done
    clamdscan --config-file="$folder/clamd.conf" --fdpass --quiet --log="$logs/clamdscan.log" \
        "$DIR/home/tenant_a" >/dev/null || fail 1 'clamdscan failed'
    # ClamAV makes its logs for root and its group; the checks run as somebody else.
    chmod 644 "$logs"/*.log
    give TENANT_SCAN_LOG "$logs/scan.log"
    give TENANT_SCAN_LOG_INFECTED "$logs/infected.log"
    give TENANT_SCAN_LOG_CLAMDSCAN "$logs/clamdscan.log"
    give TENANT_SCAN_FOLDER "$DIR/home/tenant_a"
    give TENANT_SCAN_INFECTED "$DIR/infected/invoice.pdf.exe"
    give TENANT_SIGNATURES "$folder/database"
    give TENANT_CLAMD_SOCKET "$folder/clamd.ctl"
    give TENANT_CLAMD_CONFIG "$folder/clamd.conf"
}
