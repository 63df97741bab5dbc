#!/usr/bin/env bash
# demo.sh BIN_DIR [--seconds N] [--headless] [FILES…]: a controller and three screens on this machine, from empty directories to a play
# report and an activity whose filings can be looked at. Exit 0 only if every screen had at least three complete plays and showed what its timeline says.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
bin=$(cd "$1" && pwd)
shift

seconds=0
headless=0
files=()
while [ $# -gt 0 ]; do
    case "$1" in
    --seconds)
        seconds=${2:-}
        [[ "$seconds" =~ ^[1-9][0-9]*$ ]] || {
            echo "demo: --seconds needs a whole number from 1 on, e.g. --seconds 60" >&2
            exit 2
        }
        shift
        ;;
    --headless) headless=1 ;;
    --*)
        echo "demo: unknown option $1; known are --seconds N and --headless" >&2
        exit 2
        ;;
    *)
        [ -r "$1" ] || {
            echo "demo: cannot read $1" >&2
            exit 2
        }
        files+=("$(readlink -f "$1")")
        ;;
    esac
    shift
done
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || headless=1

site=$top/build/demo
mkdir -p "$site"
exec 9>"$site/lock"
flock -n 9 || {
    echo "demo: another demo is running here; stop it first" >&2
    exit 1
}
rm -rf "$site/data" "$site/log" "$site/campaigns" "$site/frames" "$site/people"
mkdir -p "$site/data" "$site/log" "$site/campaigns" "$site/frames"
mkdir -m 700 -p "$site/people/editor/tocsin" "$site/people/reviewer/tocsin"

controller=
players=()
# stop PID…: asks politely, then waits; a program that does not end in 15 s is killed and named.
stop() {
    local pid waited
    for pid in "$@"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "$@"; do
        waited=0
        while kill -0 "$pid" 2>/dev/null && [ $waited -lt 150 ]; do
            sleep 0.1
            waited=$((waited + 1))
        done
        if kill -9 "$pid" 2>/dev/null; then echo "demo: process $pid did not stop in 15 s" >&2; fi
        wait "$pid" 2>/dev/null || true
    done
}
cleanup() {
    stop ${players[@]+"${players[@]}"} ${controller:+"$controller"}
}
trap cleanup EXIT
fail() {
    echo "demo: $1" >&2
    tail -n 5 "$site"/log/*.log >&2 || true
    exit 1
}

echo "Making media …"
mapfile -t media < <("$top/config/demo/make_media.sh" "$site/media" ${files[@]+"${files[@]}"} || echo FAILED)
if [ "${#media[@]}" -eq 0 ] || [ "${media[-1]}" = FAILED ]; then fail "making the media failed"; fi
"$top/config/demo/make_work_pictures.sh" "$site/work-pictures" || fail "making the pictures of work records failed"

# In sessions of their own: Ctrl-C ends the demo, and the demo ends them in their order, after the report.
setsid "$bin/tocsin-controller" --data "$site/data/controller" --listen 127.0.0.1:0 2>"$site/log/controller.log" 9>&- &
controller=$!
for _ in $(seq 100); do
    [ -s "$site/data/controller/address" ] && break
    kill -0 "$controller" 2>/dev/null || fail "the controller did not start"
    sleep 0.1
done
[ -s "$site/data/controller/address" ] || fail "the controller did not start within 10 s"
TOCSIN_CONTROLLER=http://$(cat "$site/data/controller/address")
export TOCSIN_CONTROLLER
unset TOCSIN_TOKEN
export XDG_CONFIG_HOME=$site/people/editor
tocsin() { "$bin/tocsin" "$@"; }
reviewer() { XDG_CONFIG_HOME=$site/people/reviewer "$bin/tocsin" "$@"; }

# Two people: nobody approves their own work. Their passwords and the PIN are made up here.
echo "Setting up two people, an editor and a reviewer …"
secret() { head -c 15 /dev/urandom | base64; }
secret >"$site/people/editor/password"
secret >"$site/people/reviewer/password"
shuf -i 300000000-899999999 -n 1 >"$site/people/reviewer/pin"
set_up() {
    tocsin setup --account editor --name 演示编辑 --token-file "$site/data/controller/setup-token" \
        --password-file "$site/people/editor/password" --json &&
        tocsin user add reviewer --name 演示审核与值班 --role reviewer@ --role duty@ --json >"$site/people/invitation.json" &&
        jq -er .invitation "$site/people/invitation.json" |
        reviewer accept - --password-file "$site/people/reviewer/password" --json &&
        reviewer factor pin --password-file "$site/people/reviewer/password" --pin-file "$site/people/reviewer/pin" --json &&
        tocsin station register 演示工位 --json &&
        cp -p "$site/people/editor/tocsin/station.json" "$site/people/reviewer/tocsin/"
}
set_up >"$site/log/people.json" 2>"$site/log/people.err" || {
    tail -n 3 "$site/log/people.err" >&2
    fail "setting up the accounts failed"
}

echo "Adding three screens and $((${#media[@]})) files …"
declare -A token
add_screen() { # id size name tag location type responsible phone
    token[$1]=$(tocsin screen add "$1" --size "$2" --name "$3" --unit demo-bureau --tag "$4" --zone Asia/Shanghai \
        --location "$5" --type "$6" --responsible "$7" --phone "$8" --json | jq -er .token) || fail "adding screen $1 failed"
}
add_screen gate-led 960x540 "东门户外LED屏" outdoor 东门广场 户外LED屏 王工 010-00000001
add_screen hall-bar 192x32 "大厅文字条屏" text 一楼大厅服务台上方 文字条屏 李工 010-00000002
add_screen lobby 1920x1080 "一楼大厅屏" indoor 一楼大厅东侧 大厅屏 李工 010-00000002

tocsin media add --seconds 6 "${media[@]}" --json >"$site/log/media.json" || {
    jq -r '.[] | select(.error) | .error' "$site/log/media.json" >&2 || true
    fail "the library refused a file"
}
# One line per kind: handles in TOML's list form.
handles() { # kind
    jq -r --arg kind "$1" '[.[] | (.asset // .) | select(.kind == $kind) | .handle] | unique | map("\"" + . + "\"") | join(", ")' \
        "$site/log/media.json"
}
films=$(handles film)
pictures=$(handles picture)

# A daypart around now, in the screens' zone; it may cross midnight.
hour=$(TZ=Asia/Shanghai date +%H)
from=$(printf '%02d:00' $(((10#$hour + 23) % 24)))
to=$(printf '%02d:00' $(((10#$hour + 3) % 24)))
today=$(TZ=Asia/Shanghai date +%F)
last=$(TZ=Asia/Shanghai date -d '+30 days' +%F)
dates="from = $today
to = $last"

films_campaign() { # id title class plays_per_hour targets extra
    cat >"$site/campaigns/$1.toml" <<TOML
format = "tocsin-campaign/1"
id = "$1"
title = "$2"
class = "$3"
$dates
items = [$films]
order = "rotate"
[pacing]
plays_per_hour = $4
[targets]
$5
$6
TOML
}
if [ -n "$films" ]; then
    films_campaign safety-month "安全生产月 · 宣传片" key 150 'tags = ["outdoor"]' "[[daypart]]
name = \"黄金时段\"
from = \"$from\"
to = \"$to\""
    films_campaign lobby-films "安全生产月 · 大厅展播" normal 120 'screens = ["lobby"]' ""
    films_campaign bar-films "安全生产月 · 条屏短片" normal 60 'screens = ["hall-bar"]' ""
fi
if [ -n "$pictures" ]; then
    cat >"$site/campaigns/posters.toml" <<TOML
format = "tocsin-campaign/1"
id = "posters"
title = "安全生产月 · 海报"
class = "normal"
$dates
items = [$pictures]
[pacing]
plays_per_hour = 60
[targets]
tags = ["indoor", "outdoor"]
TOML
fi
cat >"$site/campaigns/slogans.toml" <<TOML
format = "tocsin-campaign/1"
id = "slogans"
title = "安全生产月 · 标语"
class = "filler"
$dates
items = ["theme", "hundred-minus-one"]
[targets]
all = true
[[slogan]]
name = "theme"
text = "人人讲安全 个个会应急"
motion = "still"
seconds = 6
[[slogan]]
name = "hundred-minus-one"
text = "安全生产 100-1=0"
motion = "still"
colour = "#ffffff"
background = "#003c8c"
seconds = 6
TOML
cat >"$site/campaigns/ticker.toml" <<TOML
format = "tocsin-campaign/1"
id = "ticker"
title = "安全生产月 · 滚动标语"
class = "normal"
$dates
items = ["ticker"]
[pacing]
plays_per_hour = 150
[targets]
screens = ["hall-bar"]
[[slogan]]
name = "ticker"
text = "遵守安全生产法 当好第一责任人  畅通生命通道"
motion = "scroll-left"
pixels_per_second = 75
colour = "#ff3020"
background = "#000000"
seconds = 8
TOML
approve() { TOCSIN_PIN=$(cat "$site/people/reviewer/pin") reviewer campaign approve "$@"; }
echo "Entering and approving $(find "$site/campaigns" -name '*.toml' | wc -l) campaigns …"
for file in "$site"/campaigns/*.toml; do
    id=$(basename "$file" .toml)
    for step in "tocsin campaign apply $file" "tocsin campaign submit $id" "approve $id"; do
        # shellcheck disable=SC2086
        $step --json >>"$site/log/campaigns.json" 2>>"$site/log/campaigns.err" || [ $? -eq 6 ] || {
            tail -n 3 "$site/log/campaigns.err" >&2
            fail "campaign $id: $step failed"
        }
    done
done

start_player() { # screen size window_position
    local sinks=(--sink "png:$site/frames/$1:every=5")
    if [ $headless -eq 1 ]; then sinks+=(--sink null); else sinks+=(--sink "window:$3"); fi
    setsid "$bin/tocsin-player" --controller "$TOCSIN_CONTROLLER" --token "${token[$1]}" --data "$site/data/$1" --size "$2" \
        "${sinks[@]}" 2>"$site/log/$1.log" 9>&- &
    players+=($!)
}
start_player gate-led 960x540 +0+0
start_player hall-bar 192x32 +0+580
start_player lobby 1920x1080 +980+0

# The activity begins on Monday, so that its first weekly report is about today. It is made while the players start.
make_activity() {
    local monday pictures=$site/work-pictures
    monday=$(date -d "$today -$(($(date -d "$today" +%u) - 1)) days" +%F)
    # The title's quotation marks are Chinese ones.
    # shellcheck disable=SC1111
    tocsin activity add safety --title "${today%%-*}年“安全生产月”" --theme '人人讲安全、个个会应急' --from "$monday" --to "$last" \
        --responsible 张主任 --phone 010-00000000 --receiver 应急安全科 --weekly --weekday 2 --time 18:00 \
        --final-due "$(date -d "$last +1 day" +%F)" --json &&
        find "$site/campaigns" -name '*.toml' -printf '%f\n' | sed 's/\.toml$//' | sort |
        xargs "$bin/tocsin" activity campaign safety --json &&
        tocsin activity part safety deployment --text '召开部署会，明确各屏责任人和播放要求。' --done --json &&
        tocsin work add 消防疏散演练 --place 门诊楼 --sessions 1 --people 86 --responsible 王工 \
            --text '模拟三楼配电间起火，各科室沿安全出口撤离。' --picture "$pictures/drill.jpg=演练人员在东门广场集合" --json &&
        tocsin work add 观看安全生产警示教育片 --place 一楼会议室 --sessions 2 --people 120 --responsible 李工 \
            --picture "$pictures/film.jpg=职工观看警示教育片" --json &&
        tocsin work add 安全生产宣传咨询日 --kind consultation --place 东门广场 --sessions 1 --people 210 --responsible 张主任 \
            --text '设咨询台，发放宣传资料。' --picture "$pictures/consultation.jpg=咨询台前的宣传讲解" --json
}
make_activity >"$site/log/activity.json" 2>"$site/log/activity.err" &
activity=$!
# What can be tried while the controller runs.
filing_commands() {
    cat <<TEXT
export TOCSIN_CONTROLLER=$TOCSIN_CONTROLLER XDG_CONFIG_HOME=$site/people/editor PATH=$bin:\$PATH
tocsin activity show safety
tocsin filing due --activity safety
tocsin filing show --activity safety --issue 1
tocsin filing week safety --issue 1 --out filings
tocsin filing patrol safety --day $today --out filings
tocsin filing plan safety --out filings
TEXT
}

echo "Controller at $TOCSIN_CONTROLLER. Be the editor with XDG_CONFIG_HOME=build/demo/people/editor, the reviewer and duty officer with …/reviewer
(their passwords and the PIN lie there); logs in build/demo/log, pictures of the screens in build/demo/frames.
Filings of the activity 安全生产月, in another terminal (their documents come into the folder filings there):"
filing_commands
for _ in $(seq 300); do
    playing=$(tocsin status --json 2>/dev/null | jq '[.items[] | select(.state == "playing")] | length' || echo 0)
    [ "$playing" = 3 ] && break
    sleep 0.1
done
[ "$playing" = 3 ] || fail "only $playing of 3 screens were playing after 30 s"
wait $activity || {
    tail -n 3 "$site/log/activity.err" >&2
    fail "making the activity failed"
}

# The count begins when all three show what they should, and ends before they are stopped.
begun=$(date -u +%FT%T.%3NZ)
interrupted=0
trap 'interrupted=1' INT TERM
ends=$((SECONDS + seconds))
while [ $interrupted -eq 0 ] && { [ "$seconds" -eq 0 ] || [ $SECONDS -lt $ends ]; }; do
    if [ -t 1 ]; then printf '\033[H\033[2J'; fi
    tocsin status || true
    if [ "$seconds" -gt 0 ]; then echo "$((ends - SECONDS)) s to go"; else echo "Ctrl-C ends the demo and prints the play report."; fi
    if [ -t 1 ]; then
        echo "Filings, in another terminal:"
        filing_commands
    fi
    pause=5
    [ -t 1 ] && pause=1
    [ "$seconds" -gt 0 ] && [ $((ends - SECONDS)) -lt $pause ] && pause=$((ends - SECONDS))
    sleep "$pause" &
    wait $! || true
done
trap - INT TERM
# What is on now will be cut: the count ends where the first of these plays began, so that it holds whole plays only.
ended=$(tocsin status --json | jq -r '[.items[].expected.start // empty] | min // empty')
ended=${ended:-$(date -u +%FT%T.%3NZ)}

echo "Stopping the players …"
stop "${players[@]}"
players=()
tocsin report plays --from "$begun" --to "$ended" --by screen,asset
echo "The count ends before the plays that were on when the demo ended."
tocsin report plays --from "$begun" --to "$ended" --by screen,asset --format json --out "$site/report.json"
stop "$controller"
controller=

# One picture of the three screens, as in the README.
if ffmpeg -nostdin -loglevel error -y -i "$site/frames/gate-led/latest.png" -i "$site/frames/lobby/latest.png" \
    -i "$site/frames/hall-bar/latest.png" -filter_complex \
    "color=c=0x202428:s=1340x560[bg];[0]scale=640:360[a];[1]scale=640:360[b];[2]scale=768:128:flags=neighbor[c];
     [bg][a]overlay=20:20[x];[x][b]overlay=680:20[y];[y][c]overlay=286:406[v]" \
    -map "[v]" -frames:v 1 "$site/screens.png" 2>"$site/log/picture.log"; then
    echo "A picture of the three screens is in build/demo/screens.png."
fi

verdict=$(jq -r '
    (["gate-led", "hall-bar", "lobby"] - [.rows[].screen]) as $silent
    | [ ($silent[] | "\(.): no plays at all"),
        (.rows | group_by(.screen)[] | {screen: .[0].screen, complete: (map(.complete) | add)}
            | select(.complete < 3) | "\(.screen): only \(.complete) complete plays"),
        (.rows[] | select(.complete < .planned or .complete > .planned + .cut or .failed != 0 or (.other // 0) != 0)
            | "\(.screen): \(.asset_name): planned \(.planned), complete \(.complete), failed \(.failed), not as the timeline says \(.other)")
      ] | .[]' "$site/report.json")
if [ -n "$verdict" ]; then
    echo "$verdict" >&2
    echo "demo: not every screen showed what its timeline says; see above and build/demo/log" >&2
    exit 1
fi
echo "Every screen showed what its timeline says. The report is in build/demo/report.json.
Its filings can be looked at now too. Start the controller again:
$bin/tocsin-controller --data $site/data/controller --listen ${TOCSIN_CONTROLLER#http://}
and, in another terminal, be the editor and try:"
filing_commands
