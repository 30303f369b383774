#!/usr/bin/env bats
# shellcheck disable=SC2030,SC2031,SC2034,SC2154,SC2164
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
#
# check_receico_http against the real nginx of the sample tenant and the application behind it.

load helper

setup() {
    aside=()
    cd "$BATS_TEST_TMPDIR"
    trusted=(--ca-directory "$TENANT_CA_DIR")
    web=(-H localhost -p "$TENANT_HTTPS_PORT" -S "${trusted[@]}")
    plain=(-H 127.0.0.1 -p "$TENANT_HTTP_PLAIN_PORT")
    at_web="localhost port $TENANT_HTTPS_PORT"
    url="https://localhost:$TENANT_HTTPS_PORT"
    time='time=#s;;;0.000000;10.000000'
    export LC_ALL=C.UTF-8
    unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
}

teardown() {
    stop_all
}

healthy() { # HTTP_VERSION
    echo "HTTP OK - HTTP/$1 - 3 bytes in # second response time"
}

# The measured time in the text too.
run_http() { # ARGUMENT...
    run_check check_receico_http "$@"
    shown=$(sed -E 's/ in [0-9]+\.[0-9]+ second/ in # second/; s/slowest [0-9.]+/slowest #/; s/took [0-9.]+ s/took # s/' <<<"$shown")
    text=${shown%%$'\n'*}
    text=${text% | *}
}

# ---- it answers ----

@test "a page by host, port and path" {
    run_http "${web[@]}" -u /health
    expect 0 "$(healthy '2 200') | $time size=3B;;;0"
}

@test "a page by its whole URL" {
    run_http -u "$url/health" "${trusted[@]}"
    expect 0 "$(healthy '2 200') | $time size=3B;;;0"
}

@test "a page by its whole URL and the address that a scheduler knows" {
    run_http -u "$url/health" -I 127.0.0.1 --ca-cert "$TENANT_CA_FILE"
    expect 0 "$(healthy '2 200') | $time size=3B;;;0"
}

@test "a page without TLS" {
    run_http "${plain[@]}" -u /health
    expect 0 "$(healthy '1.1 200 OK') | $time size=3B;;;0"
}

@test "HTTP/1.1 over TLS" {
    run_http "${web[@]}" -u /health --http-version 1.1
    expect 0 "$(healthy '1.1 200 OK') | $time size=3B;;;0"
}

@test "the head alone" {
    run_http "${plain[@]}" -u /health -j HEAD
    expect 0 "HTTP OK - HTTP/1.1 200 OK - 0 bytes in # second response time | $time size=0B;;;0"
}

@test "a body that is not waited for" {
    run_http "${plain[@]}" -u '/big?bytes=50000000' -N
    expect 0 "HTTP OK - HTTP/1.1 200 OK - 0 bytes in # second response time | $time size=0B;;;0"
}

@test "all phases of the time" {
    run_http "${web[@]}" -u /health -E
    expect 0 "$(healthy '2 200') | $time size=3B;;;0 time_dns=#s;;;0.000000 time_connect=#s;;;0.000000 time_tls=#s;;;0.000000 time_firstbyte=#s;;;0.000000 time_transfer=#s;;;0.000000 http_code=200"
}

@test "a page that does not exist" {
    run_http "${web[@]}" -u /nothing
    expect_text 1 "HTTP WARNING - $at_web: HTTP/2 404 for '$url/nothing'"
}

@test "a page that does not exist, as expected" {
    run_http "${web[@]}" -u /nothing -e 404,410
    [[ $status -eq 0 ]]
}

@test "an exception" {
    run_http "${web[@]}" -u /exception --forbid-string Traceback
    expect_text 2 "HTTP CRITICAL - $at_web: HTTP/2 500 for '$url/exception'; forbidden string 'Traceback' found on '$url/exception'"
}

@test "bad input is refused by the application" {
    run_http "${web[@]}" -u /echo -P 'code=<script>' -e 400 --forbid-string '<script>'
    [[ $status -eq 0 ]]
}

@test "good input is taken" {
    run_http "${web[@]}" -u /echo -P code=123 -s 'The code is 123.'
    [[ $status -eq 0 ]]
}

@test "a body from a file" {
    printf code=123 >body
    run_http "${web[@]}" -u /echo --post-file body -s 'The code is 123.'
    [[ $status -eq 0 ]]
    : >empty
    run_http "${web[@]}" -u /echo --post-file empty
    expect 3 "HTTP UNKNOWN - --post-file: 'empty' is empty, or no text"
    run_http "${web[@]}" -u /echo --post-file /nonexistent
    expect 3 "HTTP UNKNOWN - --post-file: cannot read '/nonexistent': No such file or directory"
}

@test "a port on which nobody listens" {
    find_closed_port
    run_http -H 127.0.0.1 -p "$closed_port"
    expect 2 "HTTP CRITICAL - connect to address 127.0.0.1 and port $closed_port: Connection refused | time=U;;;0.000000;10.000000 size=U;;;0"
}

@test "a name without an address" {
    run_http -H nosuchhost.invalid
    expect 2 "HTTP CRITICAL - cannot resolve host 'nosuchhost.invalid' | time=U;;;0.000000;10.000000 size=U;;;0"
}

@test "a silent server, with the state behind the time" {
    start_silent_server
    run_http -H 127.0.0.1 -p "$silent_port" -t 1:WARNING
    expect 1 "HTTP WARNING - 127.0.0.1 port $silent_port: timeout: no answer | time=U;;;0.000000;1.000000 size=U;;;0"
}

@test "a pattern that takes for ever is cut off, and the line says where" {
    local letters
    letters=$(printf 'a%.0s' {1..5000})
    run_http -u "$url/echo-unchecked?x=secret" "${trusted[@]}" -P "code=$letters" -r '(a*)*\1b' -t 0.5
    expect 2 "HTTP CRITICAL - $url/echo-unchecked: timeout after 0.5 s, the run was cut off"
}

@test "a body that is too large" {
    run_http "${web[@]}" -u '/big?bytes=2000000' --max-body 1MB
    expect_text 2 "HTTP CRITICAL - $at_web: body larger than 1000000 bytes"
}

@test "an environment with a proxy is not asked" {
    find_closed_port
    https_proxy=http://127.0.0.1:$closed_port run_http "${web[@]}" -u /health
    [[ $status -eq 0 ]]
}

@test "a proxy that is asked for" {
    find_closed_port
    run_http "${web[@]}" -u /health -x "http://127.0.0.1:$closed_port"
    [[ $status -eq 2 && $text == "HTTP CRITICAL - $at_web: Failed to connect to 127.0.0.1 port $closed_port "* ]]
}

# ---- the certificate ----

@test "nobody trusts the certificate" {
    run_http -H localhost -p "$TENANT_HTTPS_PORT" -S
    expect_text 2 "HTTP CRITICAL - $at_web: the certificate does not hold: unable to get local issuer certificate"
}

@test "trust that cannot be read" {
    run_http -u "$url/health" --ca-cert /nonexistent
    expect 3 "HTTP UNKNOWN - --ca-cert: cannot read certificates from '/nonexistent': No such file or directory"
    run_http -u "$url/health" --ca-directory "$BATS_TEST_TMPDIR"
    expect 3 "HTTP UNKNOWN - --ca-directory: '$BATS_TEST_TMPDIR' is no readable folder of hashed certificates (openssl rehash makes one)"
    run_http -u "$url/health" --ca-cert /etc/passwd
    expect_text 3 "HTTP UNKNOWN - $at_web: the certificates to trust cannot be read from /etc/passwd"
}

@test "nobody trusts it, and nobody asks" {
    run_http -H localhost -p "$TENANT_HTTPS_PORT" -S --insecure -u /health
    [[ $status -eq 0 ]]
}

@test "a certificate for another host" {
    run_http -H localhost -p "$TENANT_HTTPS_WRONGHOST_PORT" -S "${trusted[@]}"
    expect_text 2 "HTTP CRITICAL - localhost port $TENANT_HTTPS_WRONGHOST_PORT: the certificate does not hold: SSL: no alternative certificate subject name matches target host name 'localhost'"
}

@test "a certificate that ends soon; no page is asked for" {
    run_http -H localhost -p "$TENANT_HTTPS_EXPIRING_PORT" -S "${trusted[@]}" -C 30,5
    [[ $status -eq 1 && $text == "HTTP WARNING - "*"certificate 'localhost' expires in "*" (warning at 30:)" ]]
    [[ $perfdata == 'days_left='*';30:;5:' ]]
}

@test "a certificate that holds, and the page" {
    run_http "${web[@]}" -C 30,14 --continue-after-certificate -u /health
    [[ $status -eq 0 && $text == "$(healthy '2 200'), certificate 'localhost' expires in "* ]]
    [[ $perfdata == "$time size=3B;;;0 days_left="*';30:;14:' ]]
}

@test "TLS 1.2 alone, 1.1 alone, and 1.1 where it still is" {
    run_http "${web[@]}" -S1.2 -u /health
    [[ $status -eq 0 ]]
    run_http "${web[@]}" --ssl=1.1 -u /health
    [[ $status -eq 2 && $text == "HTTP CRITICAL - $at_web: the TLS handshake failed: "* ]]
    run_http -H localhost -p "$TENANT_HTTPS_OLD_PORT" "${trusted[@]}" --ssl=1.1 -u /health
    [[ $status -eq 0 ]]
}

# ---- cookies ----

@test "a cookie jar is kept, for nobody else" {
    run_http "${web[@]}" -u /login --cookie-jar jar
    [[ $status -eq 0 && $(stat -c %a jar) == 600 && $(<jar) == *session* ]]
}

@test "a cookie jar that cannot be written" {
    run_http "${web[@]}" -u /login --cookie-jar /nonexistent/jar
    expect_text 3 "HTTP UNKNOWN - --cookie-jar: cannot write '/nonexistent/jar': No such file or directory"
}

# ---- redirects ----

@test "a redirect is OK unless said" {
    run_http -H localhost -p "$TENANT_HTTP_PORT" -u /health
    [[ $status -eq 0 && $text == 'HTTP OK - HTTP/1.1 301 Moved Permanently - '* ]]
}

@test "a redirect that is critical" {
    run_http -H localhost -p "$TENANT_HTTP_PORT" -u /health -f critical
    expect_text 2 "HTTP CRITICAL - localhost port $TENANT_HTTP_PORT: HTTP/1.1 301 Moved Permanently, a redirect to '$url/health'"
}

@test "a redirect that is followed" {
    run_http -H localhost -p "$TENANT_HTTP_PORT" -u /health -f follow "${trusted[@]}" --require-tls
    expect 0 "$(healthy '2 200') | $time size=3B;;;0"
}

@test "a redirect out of the web" {
    run_http "${web[@]}" -u '/redirect?to=file:///etc/passwd' -f follow
    expect_text 2 "HTTP CRITICAL - $at_web: redirect 1, to 'file:///etc/passwd': only http and https are followed"
}

@test "redirects in a circle" {
    run_http "${plain[@]}" -u '/redirect?to=/redirect?to=/' -f follow --max-redirs 1
    expect_text 2 "HTTP CRITICAL - 127.0.0.1 port $TENANT_HTTP_PLAIN_PORT: redirect 2, to 'http://127.0.0.1:$TENANT_HTTP_PLAIN_PORT/': too many"
}

# ---- nothing without TLS ----

@test "plain HTTP leads to HTTPS" {
    run_http "${web[@]}" -u /health --https-only --http-port "$TENANT_HTTP_PORT"
    expect_text 0 "$(healthy '2 200'), plain HTTP on port $TENANT_HTTP_PORT leads to HTTPS"
}

@test "plain HTTP is refused" {
    find_closed_port
    run_http "${web[@]}" -u /health --https-only --http-port "$closed_port"
    expect_text 0 "$(healthy '2 200'), plain HTTP on port $closed_port is refused"
}

@test "plain HTTP answers" {
    run_http "${web[@]}" -u /health --https-only --http-port "$TENANT_HTTP_PLAIN_PORT"
    expect_text 2 "HTTP CRITICAL - localhost port $TENANT_HTTP_PLAIN_PORT answers without TLS: HTTP/1.1 200 OK"
}

@test "headers that must, and must not, be sent" {
    run_http "${web[@]}" -u /health --require-header 'Strict-Transport-Security: max-age=*' --forbid-header X-Powered-By \
        --forbid-header 'Server: *[0-9]*'
    [[ $status -eq 0 ]]
    run_http "${plain[@]}" -u /health --require-header Strict-Transport-Security --forbid-header 'Server: nginx*'
    expect_text 2 "HTTP CRITICAL - required header 'Strict-Transport-Security' missing on 'http://127.0.0.1:$TENANT_HTTP_PLAIN_PORT/health'; forbidden header 'Server: nginx*' sent by 'http://127.0.0.1:$TENANT_HTTP_PLAIN_PORT/health'"
}

# ---- time ----

@test "slower than critical" {
    run_http "${web[@]}" -u '/slow?seconds=0.3' -w 0.1 -c 0.2
    [[ $status -eq 2 && $text == "HTTP CRITICAL - HTTP/2 200 - "*" bytes in # second response time (critical at 0.2)" ]]
}

@test "ten samples" {
    run_http "${web[@]}" -u /health --samples 10 --sample-interval 0 -c 3
    expect 0 "$(healthy '2 200') (mean of 10, slowest #) | time=#s;;3;0.000000;10.000000 time_p95=#s;;;0.000000;10.000000 time_max=#s;;;0.000000;10.000000 size=3B;;;0"
}

@test "fifty users at once" {
    run_http "${web[@]}" -u '/slow?seconds=0.5' --concurrency 50 -c 8 --max-critical 9 -s 'This took'
    expect 0 "HTTP OK - HTTP/2 200 - 90 bytes in # second response time (mean of 50 at once, slowest #) | time=#s;;8;0.000000;10.000000 time_max=#s;;9;0.000000;10.000000 failed=0;;;0;50 size=90B;;;0"
}

@test "users who all fail" {
    run_http "${web[@]}" -u /exception --concurrency 5
    expect_text 2 "HTTP CRITICAL - $at_web: HTTP/2 500 for '$url/exception'; 5 of 5 requests failed"
}

@test "a delay begins, is too long, and ends" {
    mkdir states
    local delayed=("${web[@]}" --delay-limit 0.2 --delay-max 1s --state-dir states -u)
    slow="/slow?seconds=0.3"
    run_http "${delayed[@]}" "$slow"
    [[ $status -eq 1 && $text == 'HTTP WARNING - answers have taken 0.2 s or more since '*'Z, for 0 s (critical at 1 s), up to '* ]]
    sleep 1.2
    run_http "${delayed[@]}" "$slow"
    [[ $status -eq 2 && $text == 'HTTP CRITICAL - answers have taken 0.2 s or more since '* ]]
    state=$(grep -l delay.since states/http-delay-*)
    [[ $(stat -c %a "$state") == 600 && $(head -n 1 "$state") == 'receico-state 1 http-delay' ]]
    truncate -s 40 "$state"
    run_http "${delayed[@]}" "$slow"
    [[ $status -eq 1 && $text == *"state '${state#states/}' was damaged: it is now '${state#states/}.damaged'"* ]]
    [[ -e $state.damaged ]]
}

@test "a state that cannot be kept does not hide the page" {
    run_http "${web[@]}" -u /health --delay-limit 3 --state-dir /nonexistent
    expect_text 3 "HTTP UNKNOWN - HTTP/2 200 - 3 bytes in # second response time; since when answers are slow cannot be remembered: the folder '/nonexistent' for states cannot be opened: No such file or directory"
}

# ---- scenarios ----

@test "a user logs in and out" {
    run_http "${web[@]}" --scenario "$TENANT_WEB_SCENARIO"
    [[ $status -eq 0 && $text == 'HTTP OK - 6 of 6 steps in '*' seconds' ]]
    [[ $perfdata == "$time time_form=#s;;;0.000000 "*' time_locked=#s;;;0.000000' ]]
}

@test "a wrong password" {
    (umask 077 && echo wrong-password >wrong)
    sed "s|^password = .*|password = $PWD/wrong|" "$TENANT_WEB_SCENARIO" >scenario
    run_http "${web[@]}" --scenario scenario
    [[ $status -eq 2 && $text == "HTTP CRITICAL - step login (3 of 6): "*"HTTP/2 401"* ]]
    [[ $output != *wrong-password* && $perfdata == *' time_locked=U;;;0.000000' ]]
}

@test "a secret that others can read" {
    (umask 077 && echo password >open)
    chmod 644 open
    sed "s|^password = .*|password = $PWD/open|" "$TENANT_WEB_SCENARIO" >scenario
    run_http "${web[@]}" --scenario scenario
    [[ $status -eq 3 && $text == "HTTP UNKNOWN - --scenario: scenario: line "*"holds a secret and has mode 0644"* ]]
}

@test "a broken line of a scenario" {
    printf '[step a]\nurl = /\ncapture.t = (\n' >scenario
    run_http "${web[@]}" --scenario scenario
    [[ $status -eq 3 && $text == "HTTP UNKNOWN - --scenario: scenario: line 3: '(' is no regular expression: "* ]]
    printf '[step a]\nurl = /\ncapture.t = x\n' >scenario
    run_http "${web[@]}" --scenario scenario
    expect 3 "HTTP UNKNOWN - --scenario: scenario: line 3: 'x' has no part in ( ) that could be captured"
    run_http "${web[@]}" --scenario /nonexistent
    expect 3 "HTTP UNKNOWN - --scenario: cannot read '/nonexistent': No such file or directory"
}

# ---- bad input ----

@test "a password on the command line" {
    run_http "${web[@]}" -a clerk:secret
    [[ $status -eq 3 && $text == 'HTTP UNKNOWN - --authorization: a password on the command line '* && $output != *secret* ]]
}

@test "nothing was changed by options that exclude each other" {
    run_http "${web[@]}" --samples 2 --concurrency 2
    expect 3 "HTTP UNKNOWN - --samples and --concurrency exclude each other"
}
