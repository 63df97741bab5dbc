// SPDX-License-Identifier: Apache-2.0
// The rows of many contents as one list of each kind.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "rollup_content.hpp"

namespace tocsin::filing {

/// What is summed of plays, of a unit or of all. Rates are of screens that were to show something.
struct PlaySums {
    std::int64_t screens = 0;  ///< rows
    std::int64_t ordered = 0, covered = 0, landed = 0;
    std::int64_t planned = 0, complete = 0, partial = 0, failed = 0, unverified = 0, shownMs = 0;
    std::int64_t counted = 0;  ///< of `complete`: what completion counts
    void add(messages::JsonReader const& screen);
    void add(PlaySums const& others);
    bool operator==(PlaySums const&) const = default;
};

class RollUpRows {
public:
    /// Throws Failure: Errc::invalid (with the path), Errc::conflict.
    void add(MemberContent const& content);

    [[nodiscard]] PlaySums const& counted() const noexcept { return counted_; }
    /// Screens that people entered by hand.
    [[nodiscard]] PlaySums const& byHand() const noexcept { return byHand_; }
    /// What the last content added to them.
    [[nodiscard]] PlaySums const& last() const noexcept { return last_; }
    /// Assets of the kind that were shown.
    [[nodiscard]] std::int64_t assetsOf(std::string_view kind) const;
    /// Of which a screen had something to show, or showed something.
    [[nodiscard]] std::int64_t units() const { return static_cast<std::int64_t>(units_.size()); }
    /// In an order that depends on the rows alone.
    [[nodiscard]] boost::json::array screens() const;
    [[nodiscard]] boost::json::array assets() const;
    [[nodiscard]] boost::json::array days() const;
    [[nodiscard]] boost::json::array work() const;
    /// {"records","sessions","people","screens","planned","complete"}: 人工填报.
    [[nodiscard]] boost::json::object manual() const;
    /// One serial number on screens of two units:
    /// {"serial","screens":[{"id","name","unit","origin"}]}
    [[nodiscard]] boost::json::array sameSerials() const;

private:
    struct Row {
        boost::json::object object;
        RollUpMember const* member;  ///< outlives this
    };
    /// A screen's id is one controller's own, and so is a unit's handle.
    using Key = std::tuple<std::string, std::string, std::string>;  // unit, id, origin
    struct Asset {
        boost::json::object first;
        std::int64_t screens = 0, planned = 0, complete = 0, shownMs = 0;
        std::string firstDay, lastDay;
        std::set<std::string> approvals, approvers;
        bool counted = false, imported = false;  ///< some of it here; elsewhere
    };
    void addScreens(MemberContent const& content);
    void addAssets(MemberContent const& content);
    void addDays(MemberContent const& content);
    void addWork(MemberContent const& content);

    std::map<Key, Row> screens_;
    std::map<std::pair<std::string, std::string>, RollUpMember const*> seen_;  // origin, id
    std::set<std::pair<std::string, std::string>> units_;                      // whose name, handle
    std::map<std::string, Asset> assets_;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> days_;  // planned, complete
    std::map<std::pair<std::string, std::int64_t>, boost::json::object> work_;
    PlaySums counted_, byHand_, last_;
};

}  // namespace tocsin::filing
