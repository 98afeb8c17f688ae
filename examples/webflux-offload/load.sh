#!/usr/bin/env bash
# Sends more uploads at once than the service takes, and counts its answers; meanwhile /ping has to answer.
# Exits with 0 when there was nothing but 200 and 503, and each ping was answered. Needs curl.
set -u

usage="Usage: load.sh IMAGE [UPLOADS, default 200] [URL, default http://127.0.0.1:8080]"
[ $# -ge 1 ] && [ -r "$1" ] || { echo "$usage" >&2; exit 2; }
image=$1 uploads=${2:-200} url=${3:-http://127.0.0.1:8080}
case $uploads in ''|*[!0-9]*|0) echo "$usage" >&2; exit 2 ;; esac

answers=$(mktemp) || exit 1
trap 'rm -f "$answers"' EXIT
curl --silent --fail --max-time 5 --output /dev/null "$url/ping" || { echo "nobody answers at $url" >&2; exit 1; }

# One curl for all, as many processes would be the load themselves. Its meter is not to be silenced otherwise.
targets=()
for ((i = 0; i < uploads; i++)); do
  targets+=(--next --silent --max-time 120 --output /dev/null --write-out '%{http_code} %{time_total}\n'
    --header "Content-Type: application/octet-stream" --data-binary "@$image" "$url/thumbnails?width=200")
done
curl --parallel --parallel-immediate --parallel-max "$uploads" "${targets[@]:1}" >"$answers" 2>/dev/null &
load=$!

pings=0 lost=0 slowest=0
while
  if took=$(curl --silent --fail --max-time 10 --output /dev/null --write-out '%{time_total}' "$url/ping"); then
    pings=$((pings + 1))
    slowest=$(printf '%s\n%s\n' "$slowest" "$took" | sort -g | tail -n 1)
  else
    lost=$((lost + 1))
  fi
  kill -0 "$load" 2>/dev/null
do
  sleep 0.1
done
wait "$load"

sort "$answers" | awk '
  { count[$1]++; if ($2 > slowest[$1]) slowest[$1] = $2 }
  END { for (code in count) printf "%5d answers %s, the slowest after %.2f s\n", count[code], code, slowest[code] }'
echo "$pings pings answered, the slowest after $slowest s; $lost not answered"
others=$(grep -cvE '^(200|503) ' "$answers")
[ "$(wc -l <"$answers")" -eq "$uploads" ] && [ "$others" -eq 0 ] && [ "$lost" -eq 0 ]
