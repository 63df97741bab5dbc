// SPDX-License-Identifier: Apache-2.0
#include "deadline.hpp"

namespace tocsin::http {

Deadline::Deadline(session::AsyncStream& stream)
    : timer_(stream.get_executor()),
      stream_(std::make_shared<session::AsyncStream*>(&stream)),
      current_(std::make_shared<std::uint64_t>(0)) {}

Deadline::~Deadline() {
    *stream_ = nullptr;
}

void Deadline::arm(Milliseconds limit) {
    *current_ = ++round_;
    timer_.expires_after(limit);
    timer_.async_wait(
        [stream = stream_, current = current_, round = round_](boost::system::error_code ec) {
            if (!ec && *stream != nullptr && *current == round) {
                (*stream)->close();
            }
        });
}

void Deadline::disarm() {
    *current_ = ++round_;
    timer_.cancel();
}

}  // namespace tocsin::http
