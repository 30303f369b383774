# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# Four SSH servers: `good` is as a tenant's should be, `weak` breaks the rules on purpose, `full` serves one
# client at a time, `liar` has an SFTP that lies.

prepare_ssh() {
    local client=$DIR/client server=$DIR/server
    ssh_keys=()
    ssh_penalties=
    openssl rand -hex 12 | secret "$client/passphrase"
    new_ssh_key "$client/id_rsa" rsa -b 2048
    new_ssh_key "$server/host_rsa" rsa -b 2048
    new_ssh_key "$client/id_encrypted" ed25519 -a 2 -N "$(<"$client/passphrase")"
    new_ssh_key "$client/id_ecdsa" ecdsa
    new_ssh_key "$client/id_tenant_a" ed25519
    new_ssh_key "$client/id_tenant_b" ed25519
    new_ssh_key "$server/host_ecdsa" ecdsa
    new_ssh_key "$server/host_ed25519" ed25519
}

start_ssh() {
    local key
    for key in "${ssh_keys[@]}"; do wait "$key"; done # each by itself, or only the last one's failure would count
    authorize tenant_a "$DIR"/client/id_{tenant_a,encrypted,ecdsa,rsa}.pub
    authorize tenant_b "$DIR/client/id_tenant_b.pub"
    mkdir -m 755 /run/sshd
    # OpenSSH 9.8 and later lock an address out after failed logins, and every test comes from one address.
    if "$(command -v sshd)" -t -f /dev/null -h "$DIR/server/host_ed25519" -o PerSourcePenalties=no 2>/dev/null; then
        ssh_penalties='PerSourcePenalties no'
    fi
    install -m 755 "$here/../run/sftp_liar" "$DIR/sftp_liar" # where every account may read
    service sshd-good sshd_good TENANT_SSH_PORT
    service sshd-weak sshd_weak TENANT_SSH_WEAK_PORT
    service sshd-full sshd_full TENANT_SSH_FULL_PORT
    service sshd-liar sshd_liar TENANT_SSH_LIAR_PORT
}

new_ssh_key() { # FILE TYPE OPTION...
    ssh-keygen -q -N '' -C "${1##*/}" -f "$1" -t "$2" "${@:3}" &
    ssh_keys+=($!)
}

authorize() { # ACCOUNT PUBLIC_KEY...
    local folder=$DIR/home/$1/.ssh
    mkdir -m 700 "$folder"
    cat "${@:2}" | secret "$folder/authorized_keys"
    chown -R "$1:" "$folder"
}

sshd_good() { # NAME PORT
    run_sshd "$@" <<'END'
PasswordAuthentication no
MaxStartups 500:30:1000
HostKeyAlgorithms ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256
KexAlgorithms curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,diffie-hellman-group16-sha512
Ciphers chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes128-ctr
MACs hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512,hmac-sha2-256
END
}

sshd_weak() { # NAME PORT
    run_sshd "$@" <<'END'
PasswordAuthentication yes
MaxStartups 500:30:1000
HostKeyAlgorithms +ssh-rsa
PubkeyAcceptedAlgorithms +ssh-rsa
KexAlgorithms +diffie-hellman-group14-sha1,diffie-hellman-group1-sha1
Ciphers +aes128-cbc,3des-cbc
MACs +hmac-sha1,hmac-md5
END
}

sshd_full() { # NAME PORT
    run_sshd "$@" <<'END'
PasswordAuthentication no
MaxStartups 1:100:1
END
}

# What it is to do, the path tells that a client asks for.
sshd_liar() { # NAME PORT
    local sftp_server="/usr/bin/python3 -I -S $DIR/sftp_liar"
    run_sshd "$@" <<'END'
PasswordAuthentication no
MaxStartups 500:30:1000
END
}

# sshd keeps the first value that it reads: what is common comes last.
run_sshd() { # NAME PORT; particular settings on standard input
    local program config=$DIR/server/$1.conf
    program=$(command -v sshd) # it wants to be called by its whole path
    {
        cat
        cat <<END
ListenAddress 127.0.0.1:$2
HostKey $DIR/server/host_ed25519
HostKey $DIR/server/host_ecdsa
HostKey $DIR/server/host_rsa
PidFile none
LogLevel VERBOSE
UsePAM no
UseDNS no
PermitRootLogin no
AllowUsers tenant_a tenant_b
PubkeyAuthentication yes
KbdInteractiveAuthentication no
PrintMotd no
Subsystem sftp ${sftp_server-internal-sftp}
$ssh_penalties
END
    } >"$config"
    exec "$program" -D -f "$config" -E "$DIR/$1.log" </dev/null
}

ready_ssh() {
    local name key fingerprint client=$DIR/client
    for name in sshd-good sshd-weak sshd-full sshd-liar; do
        for key in "$DIR"/server/host_*.pub; do
            echo "[127.0.0.1]:${ports[$name]},[localhost]:${ports[$name]} $(cut -d' ' -f1,2 "$key")"
        done
    done >"$client/known_hosts"
    for key in ed25519 ecdsa rsa; do
        read -r _ fingerprint _ < <(ssh-keygen -lf "$DIR/server/host_$key.pub")
        name=TENANT_SSH_HOST_KEY_${key^^}
        give "${name%_ED25519}" "$fingerprint"
    done
    give TENANT_SSH_KNOWN_HOSTS "$client/known_hosts"
    give TENANT_SSH_IDENTITY "$client/id_tenant_a"
    give TENANT_SSH_IDENTITY_B "$client/id_tenant_b"
    give TENANT_SSH_IDENTITY_ECDSA "$client/id_ecdsa"
    give TENANT_SSH_IDENTITY_RSA "$client/id_rsa"
    give TENANT_SSH_IDENTITY_ENCRYPTED "$client/id_encrypted"
    give TENANT_SSH_PASSPHRASE_FILE "$client/passphrase"
    give TENANT_SSH_LOG "$DIR/sshd-good.log"
    give TENANT_SSH_WEAK_LOG "$DIR/sshd-weak.log"
    give TENANT_SSH_FULL_LOG "$DIR/sshd-full.log"
}
