// SPDX-License-Identifier: Apache-2.0
#include "shots.hpp"

#include <utility>

namespace tocsin::fleet {

Result<> Shots::open(std::string const& id, ScreenId const& screen) {
    std::lock_guard const lock(mutex_);
    if (waiting_.size() >= kMost) {
        return Error{Errc::exhausted, std::to_string(kMost) +
                                          " pictures are being waited for already; try again in "
                                          "a few seconds"};
    }
    waiting_[id] = {screen, std::nullopt};
    return {};
}

Result<Digest> Shots::wait(std::string const& id) {
    std::unique_lock lock(mutex_);
    auto& waiting = waiting_.at(id);
    bool const came =
        clock_.waitFor(lock, changed_, kPatience, [&] { return waiting.answer.has_value(); });
    Result<Digest> out =
        came ? std::move(*waiting.answer)
             : Error{Errc::unavailable, "the player of screen " + waiting.screen.str() +
                                            " sent no picture within " +
                                            std::to_string(kPatience.count()) + " s; see its log"};
    waiting_.erase(id);
    return out;
}

void Shots::answered(std::string const& id, ScreenId const& screen, Result<Digest> answer) {
    {
        std::lock_guard const lock(mutex_);
        auto const found = waiting_.find(id);
        if (found == waiting_.end() || found->second.screen != screen || found->second.answer) {
            return;
        }
        found->second.answer = std::move(answer);
    }
    changed_.notify_all();
}

}  // namespace tocsin::fleet
