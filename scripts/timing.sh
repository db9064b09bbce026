# Paired timings of whole processes, and their memory, for scripts/bench and scripts/bench-formats. Needs `work`, a folder of the caller's, and `pairs`, how
# often two commands are run in turn.
# shellcheck shell=bash disable=SC2154,SC2034

say() { echo "bench: $*" >&2; }

timed() { # command …; sets `took`, in microseconds
    local start=${EPOCHREALTIME/./}
    "$@"
    took=$((${EPOCHREALTIME/./} - start))
    rm -rf "$work/run"
}
median() { sort -g | awk '{ all[NR] = $1 } END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'; }

# Runs two commands in turn; sets a_us and b_us, the medians, and ratio, the median of a's time by b's.
pair() { # command a, command b: a string each
    local each as=() bs=() ratios=()
    for ((each = 0; each <= pairs; each++)); do
        # shellcheck disable=SC2086 # a command and its arguments
        timed $1
        local a=$took
        # shellcheck disable=SC2086
        timed $2
        ((each)) || continue
        as+=("$a") bs+=("$took") ratios+=("$(awk "BEGIN { print $a / $took }")")
    done
    a_us=$(printf '%s\n' "${as[@]}" | median)
    b_us=$(printf '%s\n' "${bs[@]}" | median)
    ratio=$(printf '%s\n' "${ratios[@]}" | median)
    say "$1: $a_us µs; $2: $b_us µs; time ratio $ratio (of ${#ratios[@]}: $(printf '%.2f ' "${ratios[@]}"))"
}
speed() { awk "BEGIN { printf \"%.0f MB/s\", $1 / $2 }"; }     # bytes, microseconds
times() { awk "BEGIN { printf \"%.2f ×\", $1 }"; }
bytes() { stat -c %s "$work/$1"; }

# The most RssAnon that a program has, looked at about every two milliseconds: anonymous pages alone, no mapped file's.
memory() { # program (no function: a shell would be looked at), arguments; prints KiB
    local most=0 key value _
    "$@" >/dev/null &
    local process=$!
    while [[ -r /proc/$process/status ]]; do
        value=0
        while read -r key value _; do [[ $key != RssAnon: ]] || break; done 2>/dev/null <"/proc/$process/status" || break
        [[ $key == RssAnon: ]] || break
        ((value <= most)) || most=$value
        read -rt 0.002 <> <(:) || :
    done
    wait "$process" || return
    rm -rf "$work/run"
    echo "$most"
}
