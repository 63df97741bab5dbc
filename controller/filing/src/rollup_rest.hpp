// SPDX-License-Identifier: Apache-2.0
// What a rolled-up content has besides its rows and figures: which days were counted, how complete
// the data are, faults, and what opening hours went to.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>

#include "rollup_content.hpp"

namespace tocsin::filing {

class RollUpRest {
public:
    /// Throws Failure(Errc::invalid).
    void add(MemberContent const& content);
    void put(boost::json::object& out, store::FilingKind kind) const;
    [[nodiscard]] std::size_t idleScreens() const;

private:
    void addDays(messages::JsonReader const& in);
    void addSeconds(messages::JsonReader const& in);

    std::map<std::string, boost::json::array> lists_;
    std::map<std::string, std::int64_t> leftOut_, seconds_;
    std::string countedFrom_, countedTo_, secondsMissing_;
    std::int64_t leftOutMs_ = 0;
    bool over_ = true, provisional_ = false, isLeftOutTimeKnown_ = true;
};

}  // namespace tocsin::filing
