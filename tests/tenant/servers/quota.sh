# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# The tenants' space: below TENANT_SPACE a folder for each. tenant_a is far below his limit; tenant_b has as
# much more than TENANT_SPACE_LIMIT as fits a sample. No quota keeps them: whoever checks stands outside of
# the namespaces and would not see a file system that is mounted here. (Kernel quotas have their own tests,
# tests/run/kernel_quota_test and check_disk_quota.bats.)

start_quota() {
    local name
    mkdir -m 755 "$DIR/space"
    for name in tenant_a tenant_b; do
        mkdir -p "$DIR/space/$name/mail" "$DIR/space/$name/web"
        printf 'A page of %s.\n' "$name" >"$DIR/space/$name/web/index.html"
    done
    head -c 2000000 /dev/zero >"$DIR/space/tenant_a/mail/inbox"
    head -c 20000000 /dev/zero >"$DIR/space/tenant_b/mail/inbox"
    # The same file twice is there once, and a hole takes no space.
    ln "$DIR/space/tenant_a/mail/inbox" "$DIR/space/tenant_a/mail/inbox.old"
    truncate --size=20GB "$DIR/space/tenant_a/web/hole"
    for name in tenant_a tenant_b; do
        chown -R "$name:" "$DIR/space/$name"
    done
    {
        printf '[tenant_a]\npath = %s\nlimit = 15GB\nnote = a sample\n' "$DIR/space/tenant_a"
        printf '[tenant_b]\npath = %s\nlimit = 15MB\nnote = the quota of the sample is 15 MB\n' "$DIR/space/tenant_b"
    } >"$DIR/client/tenants.ini"
    give TENANT_SPACE "$DIR/space"
    give TENANT_SPACE_LIMIT 15MB
    give TENANT_SPACE_FILE "$DIR/client/tenants.ini"
}
