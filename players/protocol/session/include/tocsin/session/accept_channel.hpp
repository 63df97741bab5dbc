// SPDX-License-Identifier: Apache-2.0
// The server's side of the upgrade; only controller/http includes this, because it shows Beast.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "tocsin/session/async_stream.hpp"
#include "tocsin/session/channel.hpp"

namespace tocsin::session {

[[nodiscard]] boost::asio::awaitable<Result<std::unique_ptr<Channel>>> acceptChannel(
    AsyncStream stream, boost::beast::http::request<boost::beast::http::string_body> upgrade,
    std::string peer, ChannelLimits limits);

}  // namespace tocsin::session
