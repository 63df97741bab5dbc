// SPDX-License-Identifier: Apache-2.0
#include "allowed.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tocsin::media::detail {

char const* const kLiveDecoders = "h264,hevc,vp8,vp9,libdav1d,mpeg4,mpeg2video,mjpeg";

namespace {

struct Coder {
    AVCodecID id;
    char const* decoder;  ///< named, because FFmpeg has several for some codecs
};

/// The codecs of today's exports, with decoders that are fast enough to play.
constexpr std::array<Coder, 6> kPlayed{{{AV_CODEC_ID_H264, "h264"},
                                        {AV_CODEC_ID_HEVC, "hevc"},
                                        {AV_CODEC_ID_VP8, "vp8"},
                                        {AV_CODEC_ID_VP9, "vp9"},
                                        {AV_CODEC_ID_AV1, "libdav1d"},
                                        {AV_CODEC_ID_MPEG4, "mpeg4"}}};

/// On top of them: discs and broadcasts (MPEG-1 and 2), cameras (MJPEG, DV, H.263), editing suites
/// (ProRes, DNxHD, lossless ones), old Windows, Flash and QuickTime files, animated GIF. Game and
/// screen recorder codecs are left out: nobody's office has them, and their decoders are the least
/// looked at.
constexpr std::array<Coder, 30> kConverted{{{AV_CODEC_ID_MPEG1VIDEO, "mpeg1video"},
                                            {AV_CODEC_ID_MPEG2VIDEO, "mpeg2video"},
                                            {AV_CODEC_ID_MJPEG, "mjpeg"},
                                            {AV_CODEC_ID_DVVIDEO, "dvvideo"},
                                            {AV_CODEC_ID_H263, "h263"},
                                            {AV_CODEC_ID_PRORES, "prores"},
                                            {AV_CODEC_ID_DNXHD, "dnxhd"},
                                            {AV_CODEC_ID_CFHD, "cfhd"},
                                            {AV_CODEC_ID_HUFFYUV, "huffyuv"},
                                            {AV_CODEC_ID_FFVHUFF, "ffvhuff"},
                                            {AV_CODEC_ID_FFV1, "ffv1"},
                                            {AV_CODEC_ID_UTVIDEO, "utvideo"},
                                            {AV_CODEC_ID_MAGICYUV, "magicyuv"},
                                            {AV_CODEC_ID_V210, "v210"},
                                            {AV_CODEC_ID_RAWVIDEO, "rawvideo"},
                                            {AV_CODEC_ID_QTRLE, "qtrle"},
                                            {AV_CODEC_ID_PNG, "png"},
                                            {AV_CODEC_ID_WMV1, "wmv1"},
                                            {AV_CODEC_ID_WMV2, "wmv2"},
                                            {AV_CODEC_ID_WMV3, "wmv3"},
                                            {AV_CODEC_ID_VC1, "vc1"},
                                            {AV_CODEC_ID_MSMPEG4V2, "msmpeg4v2"},
                                            {AV_CODEC_ID_MSMPEG4V3, "msmpeg4"},
                                            {AV_CODEC_ID_FLV1, "flv"},
                                            {AV_CODEC_ID_VP6, "vp6"},
                                            {AV_CODEC_ID_VP6F, "vp6f"},
                                            {AV_CODEC_ID_THEORA, "theora"},
                                            {AV_CODEC_ID_CINEPAK, "cinepak"},
                                            {AV_CODEC_ID_SVQ3, "svq3"},
                                            {AV_CODEC_ID_GIF, "gif"}}};

constexpr std::array<Coder, 9> kHeard{{{AV_CODEC_ID_AAC, "aac"},
                                       {AV_CODEC_ID_MP3, "mp3float"},
                                       {AV_CODEC_ID_OPUS, "opus"},
                                       {AV_CODEC_ID_VORBIS, "vorbis"},
                                       {AV_CODEC_ID_AC3, "ac3"},
                                       {AV_CODEC_ID_EAC3, "eac3"},
                                       {AV_CODEC_ID_FLAC, "flac"},
                                       {AV_CODEC_ID_PCM_S16LE, "pcm_s16le"},
                                       {AV_CODEC_ID_MP2, "mp2float"}}};

/// The sound that comes with the codecs of kConverted.
constexpr std::array<Coder, 25> kConvertedSound{{{AV_CODEC_ID_MP1, "mp1float"},
                                                 {AV_CODEC_ID_DTS, "dca"},
                                                 {AV_CODEC_ID_ALAC, "alac"},
                                                 {AV_CODEC_ID_WMAV1, "wmav1"},
                                                 {AV_CODEC_ID_WMAV2, "wmav2"},
                                                 {AV_CODEC_ID_WMAPRO, "wmapro"},
                                                 {AV_CODEC_ID_AMR_NB, "amrnb"},
                                                 {AV_CODEC_ID_AMR_WB, "amrwb"},
                                                 {AV_CODEC_ID_NELLYMOSER, "nellymoser"},
                                                 {AV_CODEC_ID_ADPCM_MS, "adpcm_ms"},
                                                 {AV_CODEC_ID_ADPCM_IMA_WAV, "adpcm_ima_wav"},
                                                 {AV_CODEC_ID_ADPCM_IMA_QT, "adpcm_ima_qt"},
                                                 {AV_CODEC_ID_ADPCM_SWF, "adpcm_swf"},
                                                 {AV_CODEC_ID_PCM_ALAW, "pcm_alaw"},
                                                 {AV_CODEC_ID_PCM_MULAW, "pcm_mulaw"},
                                                 {AV_CODEC_ID_PCM_U8, "pcm_u8"},
                                                 {AV_CODEC_ID_PCM_S8, "pcm_s8"},
                                                 {AV_CODEC_ID_PCM_S16BE, "pcm_s16be"},
                                                 {AV_CODEC_ID_PCM_S24LE, "pcm_s24le"},
                                                 {AV_CODEC_ID_PCM_S24BE, "pcm_s24be"},
                                                 {AV_CODEC_ID_PCM_S32LE, "pcm_s32le"},
                                                 {AV_CODEC_ID_PCM_S32BE, "pcm_s32be"},
                                                 {AV_CODEC_ID_PCM_F32LE, "pcm_f32le"},
                                                 {AV_CODEC_ID_PCM_DVD, "pcm_dvd"},
                                                 {AV_CODEC_ID_PCM_BLURAY, "pcm_bluray"}}};

constexpr std::array<std::string_view, 4> kPlayedContainers{"mov,mp4,m4a,3gp,3g2,mj2",
                                                            "matroska,webm", "avi", "mpegts"};
/// Discs (mpeg), Windows (asf), Flash (flv), Ogg, broadcasters (mxf), tapes (dv), pictures that
/// move (gif). None of them refers to other files, and no playlist is among them.
constexpr std::array<std::string_view, 7> kConvertedContainers{"mpeg", "asf", "flv", "ogg",
                                                               "mxf",  "dv",  "gif"};
constexpr std::array<std::string_view, 10> kSoundContainers{"mp3",  "wav",  "flac", "aac", "ac3",
                                                            "eac3", "aiff", "amr",  "ape", "w64"};

AVCodec const* find(std::span<Coder const> list, AVCodecID id) {
    auto const at = std::ranges::find(list, id, &Coder::id);
    return at == list.end() ? nullptr : avcodec_find_decoder_by_name(at->decoder);
}

std::string names(std::span<Coder const> list) {
    std::string out;
    for (auto const& coder : list) {
        out += (out.empty() ? "" : ",") + std::string(coder.decoder);
    }
    return out;
}

AVCodec const* either(std::span<Coder const> played, std::span<Coder const> more, Allowed allowed,
                      AVCodecID id) {
    auto const* const found = find(played, id);
    return found == nullptr && allowed == Allowed::fromOutside ? find(more, id) : found;
}

std::string both(std::span<Coder const> played, std::span<Coder const> more, Allowed allowed) {
    return allowed == Allowed::byPlayer ? names(played) : names(played) + "," + names(more);
}

}  // namespace

bool containerAllowed(Allowed allowed, std::string_view name) {
    return std::ranges::find(kPlayedContainers, name) != kPlayedContainers.end() ||
           (allowed == Allowed::fromOutside &&
            std::ranges::find(kConvertedContainers, name) != kConvertedContainers.end());
}

bool isSoundContainer(std::string_view name) {
    return std::ranges::find(kSoundContainers, name) != kSoundContainers.end();
}

AVCodec const* videoDecoder(Allowed allowed, AVCodecID id) {
    return either(kPlayed, kConverted, allowed, id);
}

AVCodec const* soundDecoder(Allowed allowed, AVCodecID id) {
    return either(kHeard, kConvertedSound, allowed, id);
}

AVCodec const* liveDecoder(AVCodecID id) {
    bool const more = id == AV_CODEC_ID_MPEG2VIDEO || id == AV_CODEC_ID_MJPEG;
    return more ? avcodec_find_decoder(id) : videoDecoder(Allowed::byPlayer, id);
}

std::string videoDecoderNames(Allowed allowed) {
    return both(kPlayed, kConverted, allowed);
}

std::string soundDecoderNames(Allowed allowed) {
    return both(kHeard, kConvertedSound, allowed);
}

}  // namespace tocsin::media::detail
