#!/usr/bin/env bash
# make_work_pictures.sh OUTDIR: three drawn pictures in the stead of photographs of the demo's work records, drill.jpg, film.jpg and
# consultation.jpg. Each says that it is made up, so that nobody takes a document of the demo for a record. What is there is kept.
set -euo pipefail

[ $# -eq 1 ] || {
    echo "usage: make_work_pictures.sh OUTDIR" >&2
    exit 2
}
mkdir -p "$1"
font=$(fc-match -f '%{file}' 'Noto Sans CJK SC:bold')
case "$font" in
*NotoSansCJK*) ;;
*)
    echo "make_work_pictures: the font Noto Sans CJK is not installed (Debian package fonts-noto-cjk)" >&2
    exit 1
    ;;
esac
own=$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-16)

words() { printf "drawtext=fontfile='%s':expansion=none:text='%s':fontsize=%s:fontcolor=white:x=(w-text_w)/2:y=%s" "$font" "$1" "$2" "$3"; }

# picture NAME COLOUR COLOUR TITLE PEOPLE: a ground, a row of people as they stand in a group photograph, the title above them.
picture() {
    local target=$1 people='' i
    [ -s "$target" ] && [ "$(cat "$target.made-from" 2>/dev/null)" = "$own" ] && return
    for ((i = 0; i < $5; i++)); do
        local x=$((90 + i * 1100 / $5)) y=$((430 + i % 2 * 60))
        people+=",drawbox=x=$((x + 22)):y=$y:w=44:h=52:color=0xf1d3b5:t=fill,drawbox=x=$x:y=$((y + 60)):w=88:h=220:color=$2:t=fill"
    done
    ffmpeg -nostdin -hide_banner -loglevel error -y \
        -f lavfi -i "gradients=s=1280x800:d=0.04:c0=$2:c1=$3:nb_colors=2:seed=7:x0=0:y0=0:x1=0:y1=800" -frames:v 1 \
        -vf "$(words "$4" 96 130)$people,$(words '演示图片 非真实照片' 40 740)" -pix_fmt yuvj420p -q:v 3 "$target"
    printf '%s\n' "$own" >"$target.made-from"
}
cd "$1"
picture drill.jpg 0x8c2f0a 0xf2a65a '消防疏散演练' 8
picture film.jpg 0x14213d 0x5c7cab '观看警示教育片' 7
picture consultation.jpg 0x1b4332 0x95d5b2 '安全宣传咨询日' 6
