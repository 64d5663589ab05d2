#!/bin/sh
# Runs nginx in a container, and tells it where the replicas are, whose addresses change when one is made anew.
# REPLICAS: how many; REPLICA_NAME: how one is found, with % in place of its number; FIRST: the first number (1).
# WHERE: the folder that it may write to (/tmp).
set -eu
here=$(dirname "$0")
where=${WHERE:-/tmp}
etc=$where/nginx
mkdir -p "$etc"
cp "$here"/*.conf "$etc"

places=
k=${FIRST:-1}
last=$((k + REPLICAS - 1))
while [ "$k" -le "$last" ]; do
    places="$places $(echo "$REPLICA_NAME" | sed "s/%/$k/")"
    k=$((k + 1))
done

# Where rooms of votes are sent now.
votes() { [ ! -f "$etc/upstreams.conf" ] || sed -n '/^upstream nnviz_votes/,/}/s/^ *server \(.*\);$/\1/p' "$etc/upstreams.conf"; }
# shellcheck disable=SC2086 # one word a replica
look() { VOTES=$(votes) sh "$here/upstreams.sh" $places >"$etc/found"; }

until look; do sleep 1; done
mv "$etc/found" "$etc/upstreams.conf"
nginx -p "$where" -c "$etc/nginx.conf" &
nginx=$!
trap 'kill -QUIT $nginx; wait $nginx; exit 0' TERM INT

while kill -0 $nginx 2>/dev/null; do
    sleep "${LOOK_EVERY:-5}" &
    wait $! || true
    if look && ! cmp -s "$etc/found" "$etc/upstreams.conf"; then
        mv "$etc/found" "$etc/upstreams.conf"
        kill -HUP $nginx
    fi
done
exit 1
