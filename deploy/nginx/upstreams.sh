#!/bin/sh
# Writes what nginx must know of the replicas:
#   sh deploy/nginx/upstreams.sh 127.0.0.1:8501 127.0.0.1:8502 > /etc/nginx/nnviz/upstreams.conf
# The first one also keeps the rooms of votes. Names are looked up now; one that leads nowhere is left out.
# VOTES: where the first one was last, for as long as its name leads nowhere.
set -eu

refuse() {
    echo "$1" >&2
    exit 2
}

[ $# -gt 0 ] || refuse "expected the places of the replicas, such as 127.0.0.1:8501 127.0.0.1:8502"

servers= # number and place of each replica that is there: 1=127.0.0.1:8501 2=...
n=0
for place; do
    n=$((n + 1))
    case $place in *:*) ;; *) refuse "expected host:port, such as 127.0.0.1:8501, got $place" ;; esac
    host=${place%:*} port=${place##*:}
    case $host in '' | *[!A-Za-z0-9._-]*) refuse "expected host:port, such as 127.0.0.1:8501, got $place" ;; esac
    case $port in '' | *[!0-9]*) refuse "expected host:port, such as 127.0.0.1:8501, got $place" ;; esac
    case $host in
    *[!0-9.]*) found=$(getent ahostsv4 "$host" 2>/dev/null || getent hosts "$host") || found= ;;
    *) found=$host ;;
    esac
    found=${found%% *}
    [ -z "$found" ] || servers="$servers $n=$found:$port"
done
[ -n "$servers" ] || refuse "none of these replicas was found: $*"

# upstream NAME RULE: all replicas, one of which is taken by a rule
upstream() {
    echo "upstream $1 {"
    echo "    zone $1 128k;"
    echo "    $2;"
    for server in $servers; do
        echo "    server ${server#*=} max_fails=0;"
    done
    echo "}"
}

# Each request tries its replica anew (max_fails=0): one that is gone refuses at once, and one that is back is used at once.
# nginx's own memory of failures would ask a replica that is back once in a while only, as long as a websocket is its trial.

# A new visitor goes where the fewest are; one who takes no cookies always to the same, by address and browser.
upstream nnviz_emptiest least_conn
# shellcheck disable=SC2016 # variables of nginx
upstream nnviz_by_address 'hash $remote_addr$http_user_agent consistent'

# Rooms of votes lie in the memory of the first one: no other has them while it is gone.
votes=${VOTES:-127.0.0.1:1 down}
case $servers in " 1="*)
    votes=${servers# 1=}
    votes=${votes%% *}
    ;;
esac
printf 'upstream nnviz_votes {\n    zone nnviz_votes 128k;\n    server %s;\n    keepalive 32;\n}\n' "$votes"

# A visitor's own replica, and the others where it is gone.
for own in $servers; do
    echo "upstream nnviz_${own%%=*} {"
    echo "    zone nnviz_${own%%=*} 128k;"
    echo "    server ${own#*=} max_fails=0;"
    for server in $servers; do
        [ "$server" = "$own" ] || echo "    server ${server#*=} max_fails=0 backup;"
    done
    echo "}"
done

# Where the cookie leads a visitor: to pages, and to what belongs to a session.
# shellcheck disable=SC2016
leads() {
    printf 'map $cookie_nnviz_replica $%s {\n    default %s;\n' "$1" "$2"
    for server in $servers; do
        echo "    ${server%%=*} nnviz_${server%%=*};"
    done
    echo "}"
}
leads nnviz_page nnviz_emptiest
leads nnviz_session nnviz_by_address

# Which replica has answered: the last one that was asked.
# shellcheck disable=SC2016
printf 'map $upstream_addr $nnviz_answered {\n    default "";\n'
for server in $servers; do
    place=$(echo "${server#*=}" | sed 's/\./\\./g')
    printf '    "~(^|[ ,])%s$" %s;\n' "$place" "${server%%=*}"
done
echo "}"
