# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# nginx with a small web application behind it. TENANT_HTTPS_PORT is as a tenant's should be, and
# TENANT_HTTP_PORT leads there; each of the other ports breaks one rule. /files/ shows the index of a folder.

start_web() {
    local names=DNS:localhost,DNS:www.tenant.test,IP:127.0.0.1
    openssl rand -hex 12 | secret "$DIR/client/password-web"
    # The application's socket is for the account alone that it and nginx's worker run as.
    mkdir -m 700 "$DIR/web" "$DIR/web/temporary"
    chown -R www-data: "$DIR/web"
    mkdir -m 755 "$DIR/files" # for a test to fill; an index shows it under /files/
    service application web_application
    # nginx opens the log that was compiled in before it reads its settings.
    if [[ -d /var/log/nginx ]]; then mount -t tmpfs -o mode=755 tmpfs /var/log/nginx; fi
    sign_certificate web 90 "$names"
    sign_certificate web-expiring 10 "$names"
    sign_certificate web-wronghost 90 DNS:other.tenant.test
    new_certificate "$DIR/server/between.key" "$DIR/server/between.pem" 90 'Sample Tenant Intermediate CA' \
        -CA "$DIR/ca/ca.pem" -CAkey "$DIR/server/ca.key" -extensions authority
    sign_certificate web-incomplete 90 "$names" "$DIR/server/between.pem" "$DIR/server/between.key"
    service nginx web_nginx TENANT_HTTPS_PORT TENANT_HTTP_PORT TENANT_HTTP_PLAIN_PORT \
        TENANT_HTTPS_EXPIRING_PORT TENANT_HTTPS_WRONGHOST_PORT TENANT_HTTPS_OLD_PORT \
        TENANT_HTTPS_INCOMPLETE_PORT TENANT_HTTPS_FAULTY_PORT
}

web_application() { # NAME
    rm -f "$DIR/web/application.socket"
    exec setpriv --reuid www-data --regid www-data --clear-groups --inh-caps=-all \
        /usr/bin/python3 -I -S "$here/application" "$DIR/web/application.socket" clerk <"$DIR/client/password-web"
}

web_nginx() { # NAME PORT...
    local config=$DIR/server/$1.conf
    web_settings "${@:2}" >"$config"
    exec nginx -p "$DIR/server/" -c "$config" </dev/null
}

web_settings() { # PORT... in the order of the variables in start_web
    cat <<END
daemon off;
user www-data;
worker_processes 1;
pid $DIR/server/nginx.pid;
error_log stderr warn;
events {
    worker_connections 1024;
}
http {
    access_log $DIR/nginx-access.log;
    server_tokens off;
    client_body_temp_path $DIR/web/temporary/body;
    proxy_temp_path $DIR/web/temporary/proxy;
    fastcgi_temp_path $DIR/web/temporary/fastcgi;
    uwsgi_temp_path $DIR/web/temporary/uwsgi;
    scgi_temp_path $DIR/web/temporary/scgi;
    proxy_max_temp_file_size 0;
    proxy_set_header Host \$http_host;
    proxy_set_header X-Forwarded-Proto \$scheme;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:tls:1m;
END
    web_secure_server "$1" web
    web_server "$2" "return 301 https://\$host:$1\$request_uri;"
    web_server "$3" "$(web_forward)"
    web_secure_server "$4" web-expiring
    web_secure_server "$5" web-wronghost
    # OpenSSL counts the signatures of TLS 1.0 and 1.1 as weak, and has them at level 0 alone.
    web_secure_server "$6" web ssl_protocols TLSv1 TLSv1.1 'TLSv1.2; ssl_ciphers DEFAULT:@SECLEVEL=0;'
    web_secure_server "$7" web-incomplete
    web_secure_server "$8" web "$(web_fault /health '/slow?seconds=3.3')" "$(web_fault /echo /echo-unchecked)" \
        "$(web_fault /login /exception)"
    echo '}'
}

web_server() { # PORT LOCATION
    printf 'server {\n    listen 127.0.0.1:%s;\n    location / { %s }\n}\n' "$1" "$2"
}

web_secure_server() { # PORT CERTIFICATE SETTING...
    cat <<END
server {
    listen 127.0.0.1:$1 ssl http2;
    ssl_certificate $DIR/server/$2.pem;
    ssl_certificate_key $DIR/server/$2.key;
    add_header Strict-Transport-Security "max-age=63072000; includeSubDomains" always;
    ${*:3}
    location / { $(web_forward) }
    location /files/ { alias $DIR/files/; autoindex on; }
    location /files-rounded/ { alias $DIR/files/; autoindex on; autoindex_exact_size off; }
    location /backup/ { alias $DIR/backup-web/; autoindex on; autoindex_exact_size off; }
    location /files-denied/ { return 403; }
}
END
}

# One page answers as another would.
web_fault() { # PATH BAD_EXAMPLE
    printf 'location = %s { rewrite ^ %s break; %s }\n' "$1" "$2" "$(web_forward)"
}

web_forward() {
    echo "proxy_pass http://unix:$DIR/web/application.socket;"
}

ready_web() {
    local tries
    for ((tries = 0; tries < 250; tries++)); do
        if [[ -S $DIR/web/application.socket ]]; then break; fi
        sleep 0.02
    done
    [[ -S $DIR/web/application.socket ]] ||
        fail 1 "the web application did not start: $(tail -n 1 "$DIR/application.log")"
    sed "s|PASSWORD_FILE$|$DIR/client/password-web|" "$here/login.scenario" >"$DIR/client/login.scenario"
    give TENANT_WEB_SCENARIO "$DIR/client/login.scenario"
    mkdir -m 700 "$DIR/client/state"
    give TENANT_STATE_DIR "$DIR/client/state"
    give TENANT_FILES "$DIR/files"
    give TENANT_WEB_USER clerk
    give TENANT_WEB_PASSWORD_FILE "$DIR/client/password-web"
    give TENANT_WEB_LOG "$DIR/nginx-access.log"
    give TENANT_WEB_APPLICATION_LOG "$DIR/application.log"
}
