// SPDX-License-Identifier: Apache-2.0
#include "stage/loss.hpp"

namespace tocsin::player {

Error decodeFailed(Error const& failure) {
    return {failure.code, "decode: " + failure.message};
}

Error decoderHangs() {
    return {Errc::timedOut,
            "decoder-hang: no picture for " + std::to_string(kDecoderHangs.count() / 1000) + " s"};
}

std::optional<Error> failureOf(Item const* item) {
    auto const failure = item != nullptr ? item->failure() : std::nullopt;
    // An item that may recover names its own trouble.
    return failure && !item->mayRecover() ? decodeFailed(*failure) : failure;
}

std::optional<Error> whyLost(Item const& item, std::int64_t starved, TickGrid const& grid) {
    if (auto failure = failureOf(&item)) {
        return failure;
    }
    bool const hangs = !item.mayRecover() && starved >= grid.ticksIn(kDecoderHangs);
    return hangs ? std::optional(decoderHangs()) : std::nullopt;
}

std::optional<Error> whyLostBeforeStart(Item& item, std::int64_t waited, std::int64_t left,
                                        TickGrid const& grid) {
    if (item.ready()) {
        return std::nullopt;
    }
    bool const near = left <= grid.ticksIn(kStandInLead);
    if (auto failure = failureOf(&item); failure && (near || !item.mayRecover())) {
        return failure;
    }
    bool const hangs = !item.mayRecover() && waited >= grid.ticksIn(kDecoderHangs);
    if (!near || !hangs || item.readyAfterAll()) {
        return std::nullopt;
    }
    auto failure = failureOf(&item);
    return failure ? failure : decoderHangs();
}

}  // namespace tocsin::player
