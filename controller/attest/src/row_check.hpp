// SPDX-License-Identifier: Apache-2.0
// What rows say together: whose they are, whether complete plays overlap, and what they come to.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "findings.hpp"
#include "tocsin/attest/enrolment.hpp"
#include "tocsin/attest/play_sums.hpp"

namespace tocsin::attest {

class RowCheck {
public:
    RowCheck(PlaySums& sums, Findings& findings) : sums_(sums), findings_(findings) {}

    /// The rows that follow are of this player's epoch, in the order in which it wrote them.
    void begin(EnrolledPlayer const& player, std::int64_t epoch);
    void take(messages::PlayRecord const& record, std::string const& file, std::string place);
    /// After all rows: plays of one screen by two players, or in two epochs of one.
    void finish();

private:
    /// The complete plays of one stream in one binding, from the first start to the last end.
    struct Hull {
        std::string stream;
        Instant start, end;
        std::int64_t uncertaintyMs = 0;
        /// Up to here another stream's plays overlap these, whatever the clocks were.
        [[nodiscard]] Instant surelyUntil() const { return end - Milliseconds(uncertaintyMs); }
    };
    struct Last {
        Instant end;
        std::int64_t uncertaintyMs = 0;
        std::string place;
    };

    void endStream();
    void checkHulls(ScreenId const& screen, std::vector<Hull>& hulls);
    void takeGap(messages::PlayRecord const& record, std::string const& place);
    void takeComplete(messages::PlayRecord const& record, std::size_t binding,
                      std::string const& file, std::string const& place);

    PlaySums& sums_;
    Findings& findings_;
    EnrolledPlayer const* player_ = nullptr;
    std::string name_;                   // fingerprint of the player
    std::string stream_;                 // and its epoch
    std::map<ScreenId, Last> last_;      // of the present stream
    std::map<std::size_t, Hull> hulls_;  // of the present stream, by binding
    std::map<ScreenId, std::vector<Hull>> all_;
    std::map<ScreenId, std::int64_t> outside_;
    std::int64_t unsetClocks_ = 0, composed_ = 0;
};

}  // namespace tocsin::attest
