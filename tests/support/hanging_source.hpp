// SPDX-License-Identifier: Apache-2.0
// A source that hangs inside its first picture, as a decoder or a dead disk does, until the test
// lets it go.
#pragma once

#include <future>
#include <memory>
#include <stop_token>
#include <utility>

#include "stage/item.hpp"

namespace tocsin::test {

class HangingSource final : public player::ItemSource {
public:
    /// Opens such sources; each hangs until `letGo` is set, whatever stop request comes.
    [[nodiscard]] static player::OpenSource opener(std::shared_future<void> letGo) {
        return [letGo = std::move(letGo)](
                   player::Cue const&,
                   std::stop_token const&) -> Result<std::unique_ptr<player::ItemSource>> {
            return std::unique_ptr<player::ItemSource>(std::make_unique<HangingSource>(letGo));
        };
    }
    explicit HangingSource(std::shared_future<void> letGo) : letGo_(std::move(letGo)) {}
    Result<media::DecodedPtr> pictureForTick(std::int64_t) override {
        letGo_.wait();
        return Error{Errc::cancelled, "let go"};
    }
    [[nodiscard]] bool still() const override { return false; }

private:
    std::shared_future<void> letGo_;
};

}  // namespace tocsin::test
