// SPDX-License-Identifier: Apache-2.0
// One HTTP request.
#include "tocsin/session/http_client.hpp"

#include <cstdio>
#include <memory>

#include "transfer.hpp"

namespace tocsin::session {
namespace {

struct Gathered {
    HttpReply reply;
    std::int64_t most;
};

Result<> gather(Gathered& into, std::string_view bytes) {
    if (static_cast<std::int64_t>(into.reply.body.size() + bytes.size()) > into.most) {
        return Error{Errc::exhausted, "the reply is longer than the " + std::to_string(into.most) +
                                          " bytes allowed"};
    }
    into.reply.body.append(bytes);
    return {};
}

}  // namespace

Result<HttpReply> request(HttpRequest const& request, TransferPolicy const& policy,
                          std::stop_token stop, Progress const& progress) {
    Gathered gathered{{}, policy.mostBytes};
    auto const done = transfer(
        request, policy, std::move(stop), progress,
        [&gathered](ReplyHead const&, std::string_view bytes) { return gather(gathered, bytes); });
    if (!done) {
        return done.error();
    }
    gathered.reply.status = done->status;
    gathered.reply.headers = done->headers;
    return std::move(gathered.reply);
}

}  // namespace tocsin::session
