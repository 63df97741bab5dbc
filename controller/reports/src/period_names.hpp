// SPDX-License-Identifier: Apache-2.0
// What screens and units were called in a report's period: a rename changes no history.
#pragma once

#include <map>
#include <string>

#include "tocsin/reports/interval.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

class PeriodNames {
public:
    /// `tx` must outlive this.
    explicit PeriodNames(store::Tx const& tx) : tx_(tx) {}

    /// The name that the screen had when its rows of the period came in; the present one where no
    /// row ever came. Notes its unit's name of then, if it is still this unit's screen.
    std::string of(store::Screen const& screen, Interval const& period);

    /// Of all units, by handle: the last name with which rows of the period, or of before, came in
    /// from any of these screens; without such rows the first one that is known, and without any
    /// the present one.
    [[nodiscard]] std::map<std::string, std::string> units() const;

private:
    struct Name {
        std::string name;
        Instant since;
        bool isLater = false;  ///< it came in after the period
        /// Which of two stands: the newest one that is not later, else the oldest.
        [[nodiscard]] bool givesWayTo(Name const& other) const;
    };

    store::Tx const& tx_;
    std::map<std::string, Name> units_;
};

}  // namespace tocsin::reports
