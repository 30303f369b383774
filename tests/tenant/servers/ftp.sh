# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# FTP servers: `explicit` and `implicit` are as a tenant's should be; each of the others breaks one rule.

start_ftp() {
    local names=DNS:localhost,DNS:ftp.tenant.test,IP:127.0.0.1
    mkdir -p /run/vsftpd/empty "$DIR/home/anonymous"
    {
        echo 'auth required pam_unix.so nodelay'
        echo 'account required pam_unix.so'
    } >"$DIR/etc/pam-vsftpd"
    mount --bind "$DIR/etc/pam-vsftpd" /etc/pam.d/vsftpd
    sign_certificate ftp 90 "$names"
    sign_certificate expiring 10 "$names"
    sign_certificate wronghost 90 DNS:other.tenant.test

    service vsftpd-plain ftp_plain TENANT_FTP_PORT
    service vsftpd-explicit ftp_explicit TENANT_FTP_EXPLICIT_PORT
    service vsftpd-implicit ftp_implicit TENANT_FTP_IMPLICIT_PORT
    service vsftpd-lax ftp_lax TENANT_FTP_LAX_PORT
    service vsftpd-open ftp_open TENANT_FTP_OPEN_PORT
    service vsftpd-expiring ftp_expiring TENANT_FTP_EXPIRING_PORT
    service vsftpd-wronghost ftp_wronghost TENANT_FTP_WRONGHOST_PORT
}

# No TLS at all.
ftp_plain() { # NAME PORT
    run_vsftpd "$@" < <(isolated)
}

# AUTH TLS, and no login without.
ftp_explicit() { # NAME PORT
    run_vsftpd "$@" < <(isolated; tls ftp YES)
}

# TLS from the first byte.
ftp_implicit() { # NAME PORT
    run_vsftpd "$@" < <(isolated; tls ftp YES; echo implicit_ssl=YES)
}

# TLS is offered, and a plain login is let in all the same.
ftp_lax() { # NAME PORT
    run_vsftpd "$@" < <(isolated; tls ftp NO)
}

# Breaks every rule: TLS is optional and its certificate near its end, strangers are let in (vsftpd wants an
# account that has a home for them), and a tenant can walk into another's folder.
ftp_open() { # NAME PORT
    run_vsftpd "$@" < <(open_to_all; tls expiring NO)
}

open_to_all() {
    echo anonymous_enable=YES
    echo no_anon_password=YES
    echo ftp_username=tenant_b
    echo "anon_root=$DIR/home/anonymous"
}

ftp_expiring() { # NAME PORT
    run_vsftpd "$@" < <(isolated; tls expiring YES)
}

ftp_wronghost() { # NAME PORT
    run_vsftpd "$@" < <(isolated; tls wronghost YES)
}

isolated() {
    echo anonymous_enable=NO
    echo chroot_local_user=YES
    echo allow_writeable_chroot=YES
}

tls() { # CERTIFICATE YES|NO (whether it is required)
    cat <<END
ssl_enable=YES
rsa_cert_file=$DIR/server/$1.pem
rsa_private_key_file=$DIR/server/$1.key
force_local_logins_ssl=$2
force_local_data_ssl=$2
require_ssl_reuse=NO
ssl_ciphers=HIGH
END
}

# The passive ports are above those that the kernel gives out; vsftpd tries others when one is taken.
# The sandbox and the network namespace go: the one kills vsftpd on newer kernels, the other is slow to make.
run_vsftpd() { # NAME PORT; particular settings on standard input
    local config=$DIR/server/$1.conf
    {
        cat
        cat <<END
background=NO
listen=YES
listen_address=127.0.0.1
listen_port=$2
local_enable=YES
write_enable=YES
local_umask=022
pam_service_name=vsftpd
secure_chroot_dir=/run/vsftpd/empty
seccomp_sandbox=NO
isolate_network=NO
pasv_address=127.0.0.1
pasv_min_port=61000
pasv_max_port=65500
delay_failed_login=0
xferlog_enable=YES
xferlog_std_format=NO
log_ftp_protocol=YES
vsftpd_log_file=$DIR/$1.log
END
    } >"$config"
    exec vsftpd "$config" </dev/null
}

ready_ftp() {
    local host
    for host in 127.0.0.1 localhost ftp.tenant.test; do
        echo "machine $host login tenant_a password $(<"$DIR/client/password-tenant_a")"
    done | secret "$DIR/client/netrc"
    give TENANT_NETRC "$DIR/client/netrc"
}
