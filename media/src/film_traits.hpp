// SPDX-License-Identifier: Apache-2.0
// What kind of film it is, as its container and its frames say, and what of that the house format
// does not have.
#pragma once

#include "demuxer.hpp"
#include "tocsin/media/verdict.hpp"

namespace tocsin::media::detail {

/// Fills in what is known before a frame is decoded.
void describeStream(Demuxer const& demuxer, Verdict& verdict);
/// What only frames tell: any of them may say that the film is interlaced or HDR.
void describeFrame(AVFrame const& frame, Verdict& verdict);
/// Fills in `needs` and `playable` from all the rest.
void judgeNeeds(Demuxer const& demuxer, AVFrame const& first, bool variableRate, Verdict& verdict);

}  // namespace tocsin::media::detail
