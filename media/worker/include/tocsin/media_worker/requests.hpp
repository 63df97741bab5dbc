// SPDX-License-Identifier: Apache-2.0
// What the worker reads and prints: JSON in, JSON out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/media/drawn_character.hpp"
#include "tocsin/media/examination.hpp"
#include "tocsin/media/photograph.hpp"
#include "tocsin/media/picture_master.hpp"
#include "tocsin/media/preview.hpp"
#include "tocsin/media/print_document.hpp"
#include "tocsin/media/segment.hpp"
#include "tocsin/media/transcode.hpp"
#include "tocsin/media/verdict.hpp"

namespace tocsin::media_worker {

/// One JSON object with the names of the struct's members, on one line.
[[nodiscard]] std::string verdictJson(media::Verdict const& verdict);

/// Answers {"text", "motion": "still"|"scroll-left", "colour": "#rrggbb", "background",
/// "size_percent", "pixels_per_second"}; only text is required. "characters" is a list of those
/// that no font has, as media::drawnText() writes them. {"accepted":true,"canonical":…} or
/// {"accepted":false,"reason":…}, on one line.
[[nodiscard]] std::string answerSlogan(std::string_view request);

/// Answers {"canonical": text} or {"style": {as for answerSlogan()}, "characters"}, with "views": 1
/// to 64 of
/// {"width", "height", "ms"}. {"accepted":true,"findings":[…]} with an array of {"code", "message",
/// "message_zh", "numbers"} for each view, or {"accepted":false,"reason"}, on one line.
[[nodiscard]] std::string answerSloganCheck(std::string_view request);

/// Writes a PNG picture into `descriptor`: of {"canonical"} or {"style", "characters"}, with
/// "width", "height", "scale" (1), "atMs" (0) and "localMs", the screen's local time then, for live
/// fields (0).
/// {"accepted":true,"width","height"} of the picture, or {"accepted":false,"reason"}.
[[nodiscard]] std::string answerSloganPreview(std::string_view request, int descriptor);

/// An order for `transcode`: {"width", "height", "fit": "contain"|"cover"|"stretch", "rate":
/// {"num", "den"}, "crf", "maxKbit", "level", "fromMs", "toMs", "video", "sound", "loudness":
/// {"integrated", "truePeak", "range"}, "threads"}, all optional, with the meaning and the defaults
/// of media::TranscodeOrder. Errc::invalid names the key.
[[nodiscard]] Result<media::TranscodeOrder> readTranscodeOrder(std::string_view request);

/// Orders for `picture` {"maxWidth", "maxHeight", "page"}, `thumbnail` {"width", "height",
/// "permille"} and `preview` {"width", "height", "seconds"}, all optional, with the meaning and the
/// defaults of the structs, whose ranges checkOrder() knows. Errc::invalid names the key.
[[nodiscard]] Result<media::PictureOrder> readPictureOrder(std::string_view request);
[[nodiscard]] Result<media::ThumbnailOrder> readThumbnailOrder(std::string_view request);
[[nodiscard]] Result<media::PreviewOrder> readPreviewOrder(std::string_view request);

/// An order for `segment`: {"kind": "film"|"picture"|"slogan", "format": "mp4"|"png", "width",
/// "height", "fit", "rate": {"num", "den"}, "frames", "crf", "threads", "beginsMs",
/// "offsetSeconds"}, with the meaning and the defaults of media::SegmentOrder. Errc::invalid names
/// the key.
[[nodiscard]] Result<media::SegmentOrder> readSegmentOrder(std::string_view request);
/// For `join --order`: {"order": [0, 1, 0, 2]}, at most 16,384 numbers below `parts`.
[[nodiscard]] Result<std::vector<std::size_t>> readJoinOrder(std::string_view request,
                                                             std::size_t parts);

/// A document for `print`: {"title", "code", "codeCaption", "language", "footer", "pageNumber",
/// "created", "blocks": [{"kind": one of media::kPrintKindNames, "text", "widths", "headRows",
/// "rows": [{"cells": [{"text", "strong", "small", "align": "left"|"centre"|"right", "columns",
/// "picture", "fill"}], "leastMm"}], "level", "paragraph", "wide", "figures": [{"value", "name",
/// "note"}], "pictures": [{"picture", "caption": [text]}], "drawing": {"width", "height", "shapes":
/// [{"kind": "line"|"box"|"text", "points": [[x, y]], "colour", "size", "text", "align"}]}}],
/// "pictures": [base64], "style": "form"|"official", "subtitle", "facts": [[name, value]],
/// "author"}, all optional, with the meaning and the defaults of media::PrintDocument.
/// Errc::invalid names the key.
[[nodiscard]] Result<media::PrintDocument> readPrintDocument(std::string_view request);
/// {"done": true, "pages", "bytes"}
[[nodiscard]] std::string printedJson(int pages, std::int64_t bytes);

/// {"progress": 0.42, "frames": 1050}
[[nodiscard]] std::string progressJson(double share, std::int64_t frames);
/// {"done": true} with the names of the struct's members.
[[nodiscard]] std::string transcodedJson(media::Transcoded const& done);
/// The same, "format" being "png" or "jpeg".
[[nodiscard]] std::string pictureJson(media::PictureMaster const& made);
[[nodiscard]] std::string thumbnailJson(media::Thumbnail const& made);
[[nodiscard]] std::string segmentJson(media::Segment const& made);
[[nodiscard]] std::string loudnessJson(media::Loudness const& loudness);
/// {"done": true, "dots": base64}
[[nodiscard]] std::string characterJson(media::DrawnCharacter const& drawn);
/// {"done","type":"image/jpeg|image/png","width","height","taken","offset","screens":[…]}.
[[nodiscard]] std::string photographJson(media::Photograph const& read);
/// The same; stretches are arrays [fromMs, toMs], and the loudness's members stand beside them.
[[nodiscard]] std::string examinationJson(media::Examination const& found);
/// {"done": false, "fault", "reason", "technical"}. fault: "film" (the file's, be it a film, a
/// picture or a document: trying again is no use), "machine" (disk, size limit or memory), "order".
[[nodiscard]] std::string failureJson(Error const& error, bool order);

}  // namespace tocsin::media_worker
