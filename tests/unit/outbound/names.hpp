// SPDX-License-Identifier: Apache-2.0
// Names that no name server knows, and who may be asked.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/web_server.hpp"
#include "tocsin/outbound/outbound.hpp"

namespace tocsin::outbound {

/// Answers as the test says: to each question the next answer, to all later ones the last.
class FakeResolver final : public Resolver {
public:
    using Answer = std::vector<std::string>;
    void answer(std::string const& name, std::deque<Answer> answers) {
        answers_[name] = std::move(answers);
    }
    [[nodiscard]] std::vector<std::string> asked() const {
        std::scoped_lock const lock(mutex_);
        return asked_;
    }

    Result<std::vector<Address>> lookUp(std::string const& name, Milliseconds,
                                        std::stop_token) override {
        std::scoped_lock const lock(mutex_);
        asked_.push_back(name);
        auto const found = answers_.find(name);
        if (found == answers_.end()) {
            return Error{Errc::notFound, "there is no host " + name};
        }
        std::vector<Address> out;
        for (auto const& text : found->second.front()) {
            out.push_back(Address::parse(text).value());
        }
        if (found->second.size() > 1) {
            found->second.pop_front();
        }
        return out;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::deque<Answer>> answers_;
    std::vector<std::string> asked_;
};

/// What a GET brings.
struct Fetched {
    Result<Head> head = Error{};
    std::string body;
    int begun = 0;  ///< how often a body began

    [[nodiscard]] std::string refusal() const { return head ? "" : head.error().message; }
    [[nodiscard]] Errc code() const { return head ? Errc::internal : head.error().code; }
};

inline Fetched fetch(Outbound const& outbound, Get const& request, Limits const& limits = {},
                     std::stop_token stop = {}) {
    Fetched out;
    Receiver const receiver{[&out](Head const&) -> Result<> {
                                ++out.begun;
                                return {};
                            },
                            [&out](std::string_view bytes) -> Result<> {
                                out.body.append(bytes);
                                return {};
                            }};
    out.head = outbound.get(request, limits, std::move(stop), receiver);
    return out;
}

}  // namespace tocsin::outbound
