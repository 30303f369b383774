# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""The drills: what is broken on which host, and what Icinga must then say."""

import troubles
from hours import told_at
from holding import Drill
from occasions import escalated, gateway_down, host_down, major_failure, planned_stop
from troubles import bad_scan, spoilt_backup, stopped, switched

DRILLS = (
    # --- SSH and FTP ---
    Drill("1.13", "sshd is stopped", "stopped", "ssh", stopped("sshd-good"), "refused", lane="sshd",
          silent=("ssh-passwords-refused",)),
    Drill("1.13", "the FTP server is stopped", "stopped", "ftp", stopped("vsftpd-explicit"), "refused", lane="ftpd",
          silent=("ftp-tls", "ftp-plain-login-refused", "ftp-isolation")),
    Drill("4.3, 4.6", "SSH lets people in by password", "ssh", "ssh-passwords-refused",
          switched("ssh", "TENANT_SSH_WEAK_PORT"), "offers to log in by password"),
    Drill("3.4", "FTP lets people in without TLS", "ftp", "ftp-plain-login-refused",
          switched("ftp", "TENANT_FTP_LAX_PORT"), "asks for a password in the clear"),
    Drill("3.4", "FTP has no TLS", "ftp", "ftp-tls",
          switched("ftp", "TENANT_FTP_PORT"), "does not start TLS"),
    Drill("3.4", "the FTP server's certificate is near its end", "ftp", "ftp-tls",
          switched("ftp", "TENANT_FTP_EXPIRING_PORT"), "expires in 9 days"),
    Drill("3.5", "one tenant can read another's files by FTP", "ftp", "ftp-isolation",
          switched("ftp", "TENANT_FTP_OPEN_PORT"), "home/tenant_b': CWD: 250"),

    # --- the web application ---
    Drill("1.5", "the web server is stopped", "stopped", "http", stopped("nginx"), "refused", lane="web server",
          silent=("http-login", "http-delay", "http-response-time", "http-concurrency")),
    Drill("1.5", "the application is stopped", "stopped", "http", stopped("application"), "502", lane="web server",
          silent=("http-login", "http-delay", "http-response-time", "http-concurrency")),
    Drill("1.5", "nobody can log in", "web", "http-login",
          switched("http_login", "TENANT_HTTPS_FAULTY_PORT"), "step form (1 of 6): Invalid HTTP response",
          lane="web login"),
    Drill("1.16", "pages are slow", "web", "http-response-time",
          switched("http", "TENANT_HTTPS_FAULTY_PORT"), "mean of 10"),
    Drill("1.17", "pages have been slow for too long", "web", "http-delay",
          switched("http", "TENANT_HTTPS_FAULTY_PORT"), "3 s or more"),
    Drill("1.21", "fifty users at once have to wait", "web", "http-concurrency",
          switched("http", "TENANT_HTTPS_FAULTY_PORT"), "50 at once"),
    Drill("3.4", "plain HTTP does not lead to HTTPS", "web", "https-only",
          switched("plain", "TENANT_HTTP_PLAIN_PORT"), "answers without TLS: HTTP/1.1 200", lane="web plain"),
    Drill("3.5b", "bad input is accepted", "web", "http-bad-input",
          switched("http_input", "TENANT_HTTPS_FAULTY_PORT"), "expected 400", lane="web input"),
    Drill("3.4", "the certificate is near its end", "web", "tls",
          switched("tls", "TENANT_HTTPS_EXPIRING_PORT"), "expires in 9 days", lane="web tls"),
    Drill("3.4", "the certificate is another host's", "web", "tls",
          switched("tls", "TENANT_HTTPS_WRONGHOST_PORT"), "is not for 'localhost'", lane="web tls"),
    Drill("3.4", "an intermediate certificate is not sent", "web", "tls",
          switched("tls", "TENANT_HTTPS_INCOMPLETE_PORT"), "was not sent", lane="web tls"),
    Drill("3.4", "TLS 1.0 is spoken", "web", "tls",
          switched("tls", "TENANT_HTTPS_OLD_PORT"), "speaks TLSv1.0", lane="web tls"),

    # --- backups ---
    Drill("3.1", "last night's backup is missing", "backup", "backup", spoilt_backup(troubles.missing),
          "04:00 Asia/Tokyo left no backup"),
    Drill("3.1", "last night's backup was cut off", "backup", "backup", spoilt_backup(troubles.truncated),
          "its last bytes are not the end of a gzip file"),
    Drill("3.1", "last night's backup can be read by all", "backup", "backup",
          spoilt_backup(troubles.readable), "others may read"),
    Drill("3.1", "last night's backup is half written", "backup", "backup",
          spoilt_backup(troubles.half_written), "is being written: last changed "),
    Drill("3.3", "a generation is lost", "generations", "backup-generations", troubles.lost_generation,
          "6 generations"),
    Drill("3.2, 3.7", "an expired generation is kept", "generations", "backup-expired", troubles.kept_generation,
          "should be gone"),

    # --- space ---
    Drill("1.22", "a tenant takes more than 15 GB", "space", "disk-quota",
          troubles.too_much, "tenant_a: 16.0 GB of 15.0 GB used"),
    Drill("1.13", "a disk is nearly full", "space", "disk", troubles.full_disk, "critical at 5%FREE", lane="disk"),
    Drill("1.22", "a tenant's limit is removed", "quota", "disk-quota", troubles.limit_removed,
          "its quota has no limit"),

    # --- viruses ---
    Drill("4.8", "no scan for two days", "virus", "virus-scan", bad_scan("-51h"), "(2 d 3 h ago)"),
    Drill("4.8", "an infected file is found", "virus", "virus-scan", bad_scan(infected=True),
          "invoice.pdf.exe (Eicar"),
    Drill("4.8", "the signatures are old", "virus", "virus-scan", troubles.old_signatures,
          "(2 d 12 h old)"),
    Drill("4.8", "clamd is stopped", "stopped", "virus-scan", stopped("clamd"), "connect to socket", lane="clamd"),

    # --- load ---
    Drill("1.13", "the load is too high", "load", "load", troubles.loaded, "load average"),

    # --- who is told ---
    Drill("1.14", "a server is down: one message, not ten", "off", "", held=host_down),
    Drill("1.14", "a gateway is down: what is behind it is silent", "gateway", "", held=gateway_down),
    Drill("1.1", "a planned stop: nobody is told", "planned", "ssh", held=planned_stop),
    Drill("1.14", "a failure that nobody acknowledges is escalated", "unanswered", "ssh", held=escalated),
    Drill("1.14", "a major failure goes up the whole chain", "major", "", held=major_failure),
    Drill("2.1", "a failure in the support hours: the phone rings", "hours", "ssh",
          held=told_at("04-28 11:00", rings=True)),
    Drill("2.1", "a failure at night: mail alone", "hours", "ssh", held=told_at("04-28 23:00", rings=False)),
    Drill("2.1", "a failure on a holiday: mail alone", "hours", "ssh", held=told_at("04-29 11:00", rings=False)),
    Drill("2.1", "a failure on the last day of the year: mail alone", "hours", "ssh",
          held=told_at("12-31 11:00", rings=False)),
)
