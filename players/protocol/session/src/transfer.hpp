// SPDX-License-Identifier: Apache-2.0
// One transfer through libcurl, its body handed on piece by piece.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tocsin/session/http_client.hpp"

namespace tocsin::session {

struct ReplyHead {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
};

/// Takes a piece of the body; an error ends the transfer and is what it returns.
using BodySink = std::function<Result<>(ReplyHead const& head, std::string_view bytes)>;

/// Returns when the whole reply has come. Errors as request().
[[nodiscard]] Result<ReplyHead> transfer(HttpRequest const& request, TransferPolicy const& policy,
                                         std::stop_token stop, Progress const& progress,
                                         BodySink const& sink);

}  // namespace tocsin::session
