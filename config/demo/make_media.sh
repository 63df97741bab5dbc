#!/usr/bin/env bash
# make_media.sh OUTDIR [FILES…]: the demo's films and pictures, one path a line on standard output. Without FILES it draws four
# short films with sound and two pictures; with FILES it takes those, films of more than 15 s cut to their first 12 s.
# What is there from the same inputs is kept.
set -euo pipefail

[ $# -ge 1 ] || {
    echo "usage: make_media.sh OUTDIR [FILES…]" >&2
    exit 2
}
out=$1
shift
mkdir -p "$out"
out=$(cd "$out" && pwd)
part=
trap 'rm -f ${part:+"$part"}' EXIT

fail() {
    echo "make_media: $1" >&2
    exit 1
}
for tool in ffmpeg ffprobe fc-match; do
    command -v "$tool" >/dev/null || fail "$tool is not installed (Debian packages ffmpeg, fontconfig)"
done

# fresh KEY FILE: true if FILE was made from the same KEY before.
fresh() { [ -s "$2" ] && [ -f "$2.made-from" ] && [ "$(cat "$2.made-from")" = "$1" ]; }
# keep KEY FILE: the finished $part becomes FILE.
keep() {
    mv "$part" "$2"
    part=
    printf '%s\n' "$1" >"$2.made-from"
    printf '%s\n' "$2"
}
encode() { ffmpeg -nostdin -hide_banner -loglevel error -y "$@"; }

# ---- given files -------------------------------------------------------------------------------------------------------------

probe() { ffprobe -v error "$@" -of default=nokey=1:noprint_wrappers=1 2>/dev/null; }

# whole_cut FILE: a stream copy is good if players read its codec and it starts at time zero with a key frame and decodes from end to end.
whole_cut() {
    local first seconds
    case "$(probe -select_streams v:0 -show_entries stream=codec_name "$1")" in
    h264 | hevc | vp8 | vp9 | av1 | mpeg4) ;;
    *) return 1 ;;
    esac
    first=$(probe -select_streams v:0 -show_entries packet=pts_time,flags -read_intervals '%+#1' "$1" | tr '\n' ' ')
    [[ "$first" =~ ^-?0\.0[0-9]*\ K ]] || return 1
    seconds=$(probe -show_entries format=duration "$1")
    awk -v s="$seconds" 'BEGIN { exit !(s > 11 && s < 13.5) }' || return 1
    [ -z "$(ffmpeg -nostdin -hide_banner -loglevel error -i "$1" -map 0:v:0 -f null - 2>&1)" ]
}

cut_film() { # source target
    local length=12
    encode -i "$1" -t $length -map 0:v:0 -map '0:a:0?' -c copy -avoid_negative_ts make_zero "$2" 2>/dev/null && whole_cut "$2" && return
    encode -i "$1" -t $length -map 0:v:0 -map '0:a:0?' -vf 'scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p' \
        -c:v libx264 -preset veryfast -crf 20 -g 50 -c:a aac -movflags +faststart "$2"
}

declare -A taken=()
given_file() { # source number
    local source=$1 name extension format seconds key target
    [ -f "$source" ] || fail "there is no file $source"
    format=$(probe -show_entries format=format_name "$source") || fail "$source cannot be read as a film or picture"
    [ -n "$(probe -select_streams v:0 -show_entries stream=codec_name "$source")" ] || fail "$source has no picture in it"
    name=$(basename "$source")
    if [ -n "${taken[$name]:-}" ]; then name=$2-$name; fi
    taken[$name]=1
    extension=${name##*.}
    seconds=$(probe -show_entries format=duration "$source")
    key="$(readlink -f "$source") $(stat -c '%s %Y' "$source")"
    target="$out/$name"
    case "$format" in
    *image2* | *_pipe) seconds=0 ;;
    esac
    if awk -v s="$seconds" 'BEGIN { exit !(s + 0 > 15) }'; then
        case "$extension" in
        mp4 | mkv | webm | mov) ;;
        *) target="$out/${name%.*}.mp4" ;;
        esac
        if fresh "$key cut" "$target"; then
            printf '%s\n' "$target"
            return
        fi
        part="$out/.part.${target##*.}"
        if ! cut_film "$source" "$part"; then
            # VP8 and VP9 files hold no H.264: cut those into an MP4.
            target="${target%.*}.mp4"
            part="$out/.part.mp4"
            cut_film "$source" "$part" || fail "$source cannot be cut"
        fi
        keep "$key cut" "$target"
    elif fresh "$key" "$target"; then
        printf '%s\n' "$target"
    else
        part="$out/.part.$extension"
        cp "$source" "$part"
        keep "$key" "$target"
    fi
}

if [ $# -gt 0 ]; then
    number=0
    for source in "$@"; do
        number=$((number + 1))
        given_file "$source" "$number"
    done
    exit 0
fi

# ---- films and pictures of our own -------------------------------------------------------------------------------------------

font=$(fc-match -f '%{file}' 'Noto Sans CJK SC:bold')
case "$font" in
*NotoSansCJK*) ;;
*) fail "the font Noto Sans CJK is not installed (Debian package fonts-noto-cjk)" ;;
esac
own=$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-16)

# words TEXT SIZE COLOUR X Y [MORE]: one line of text.
words() { printf "drawtext=fontfile='%s':expansion=none:text='%s':fontsize=%s:fontcolor=%s:x=%s:y=%s%s" "$font" "$1" "$2" "$3" "$4" "$5" "${6:+:$6}"; }

# film NAME COLOUR COLOUR SIZE SECONDS TITLE LINE ACCENT TONE CODEC…: a card that moves.
film() {
    local target=$out/$1 c0=$2 c1=$3 size=$4 seconds=$5 title=$6 line=$7 accent=$8 tone=$9
    shift 9
    local width=${size%x*} height=${size#*x}
    local margin=$((width / 16)) large=$((width / 12)) small=$((width / 30)) bar=$((height / 54 + 2)) ball=$((height / 5))
    if fresh "$own" "$target"; then
        printf '%s\n' "$target"
        return
    fi
    part="$out/.part.${target##*.}"
    # Ground: a slow gradient, drawn small because it is smooth and dear. Above it a disc that crosses the picture, the words, and a bar that grows with the time.
    encode -f lavfi -i "gradients=s=$((width / 4))x$((height / 4)):r=25:d=$seconds:c0=$c0:c1=$c1:nb_colors=2:seed=7:speed=0.012:x0=0:y0=0:x1=$((width / 4)):y1=$((height / 4)),scale=$width:$height:flags=bilinear" \
        -f lavfi -i "color=c=$accent:s=${ball}x${ball}:r=25:d=$seconds" \
        -f lavfi -i "color=c=$accent:s=${width}x$bar:r=25:d=$seconds" \
        -f lavfi -i "$tone:d=$seconds" \
        -filter_complex "
            color=black:s=${ball}x${ball}:r=25:d=0.04,format=gray,geq=lum='255*clip(W/2-hypot(X-W/2+0.5\,Y-H/2+0.5)\,0\,1)',loop=-1:1,trim=duration=${seconds}[disc];
            [1]format=yuva420p[square];[square][disc]alphamerge[ball];
            [0][ball]overlay=x='(W+w)*mod(t/$seconds*2,1)-w':y='H*0.70-h/2-H*0.10*abs(sin(t*3))':shortest=1[a];
            [a][2]overlay=x='-W+W*t/$seconds':y=H-h[b];
            [b]drawbox=x=$margin:y=$((height * 22 / 100)):w=$((bar * 2)):h=$((height * 34 / 100)):color=$accent:t=fill,
            $(words "$title" "$large" white "$((margin + bar * 5))" "h*0.21" "shadowcolor=black@0.45:shadowx=3:shadowy=3"),
            $(words "$line" "$small" white@0.92 "$((margin + bar * 5))" "h*0.21+$((large * 3 / 2))" "alpha='min(1,max(0,t-0.6))'"),
            format=yuv420p[v]" \
        -map '[v]' -map 3:a -t "$seconds" "$@" "$part"
    keep "$own" "$target"
}

x264=(-c:v libx264 -preset veryfast -crf 22 -g 50 -c:a aac -b:a 96k -movflags +faststart)
film fire.mp4 0x8c0a0a 0xe8590c 1280x720 12 '消防安全 灭火器使用' '一提 二拔 三握 四压' 0xffd43b \
    'sine=frequency=440:beep_factor=4:sample_rate=48000' "${x264[@]}"
film electricity.mp4 0x0b2a6b 0x1c7ed6 960x540 10 '用电安全' '不私拉乱接 不超负荷用电' 0xffe066 \
    'sine=frequency=330:beep_factor=3:sample_rate=48000' "${x264[@]}"
film evacuation.webm 0x0b4f2c 0x2b8a3e 640x360 8 '应急疏散' '弯腰 捂口鼻 沿安全出口撤离' 0xd8f5a2 \
    'sine=frequency=523:beep_factor=2:sample_rate=48000' -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -row-mt 1 -b:v 700k -g 50 -c:a libopus -b:a 64k
film lift.mp4 0x2b2250 0x6741d9 1920x1080 9 '电梯困人怎么办' '按警铃 等救援 不扒门' 0x66d9e8 \
    'sine=frequency=392:beep_factor=5:sample_rate=48000' "${x264[@]}" -tune animation

# picture NAME COLOUR COLOUR ACCENT HEAD TITLE LINE [CODEC…]: a poster of 1920x1080.
picture() {
    local target=$out/$1
    if fresh "$own" "$target"; then
        printf '%s\n' "$target"
        return
    fi
    part="$out/.part.${1##*.}"
    encode -f lavfi -i "gradients=s=1920x1080:d=0.04:c0=$2:c1=$3:nb_colors=2:seed=7:x0=0:y0=0:x1=1920:y1=1080" -frames:v 1 -vf "
        drawbox=x=60:y=60:w=iw-120:h=ih-120:color=$4@0.85:t=6,
        drawbox=x=760:y=610:w=400:h=6:color=$4:t=fill,
        $(words "$5" 64 "$4" '(w-text_w)/2' 190),
        $(words "$6" 190 white '(w-text_w)/2' 330 'shadowcolor=black@0.4:shadowx=5:shadowy=5'),
        $(words "$7" 80 white '(w-text_w)/2' 700),
        $(words '安全生产月' 44 white@0.8 '(w-text_w)/2' 900)" "${@:8}" "$part"
    keep "$own" "$target"
}
picture poster-safety.png 0x8f0d14 0xd9480f 0xffe066 '全国安全生产月' '人人讲安全' '个个会应急'
picture poster-exits.jpg 0x0b4f6c 0x12907a 0xc3fae8 '生命至上' '畅通生命通道' '严禁占用 堵塞 封闭安全出口' -pix_fmt yuvj420p -q:v 2
