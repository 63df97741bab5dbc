// SPDX-License-Identifier: Apache-2.0
// Finds what was altered, removed, added or reordered in an audit trail by hand.
//
// What it cannot find by itself: a trail that somebody made anew from some row on, with all its
// digests. Against that heads are noted elsewhere and given to it: signed ones (signed_heads.hpp),
// and one that people printed or mailed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "tocsin/store/store.hpp"

namespace tocsin::audit {

/// A row's number and its digest, which stands for it and all before it.
struct Head {
    std::int64_t number = 0;
    Digest chain{};
    bool operator==(Head const&) const = default;
};
/// "1234:" and 64 hexadecimal digits.
[[nodiscard]] std::string toText(Head const& head);
/// Errc::invalid for any other form.
[[nodiscard]] Result<Head> headFrom(std::string const& text);

/// Where the trail stops being whole.
struct Break {
    std::int64_t number = 0;  ///< of the row
    std::string english, chinese;
    bool operator==(Break const&) const = default;
};

/// The row that the controller writes when it has to begin the signed heads anew: what was signed
/// before is there no longer.
inline constexpr char kHeadsBegunAnew[] = "audit.heads-begun-anew";
/// What such a row says of the rows before it.
[[nodiscard]] Break begunAnew(std::int64_t number);

/// Give it all rows from the first on, in order, then end(). Only the first break is told, and that
/// heads were begun anew only if there is no other.
class TrailCheck {
public:
    /// `known`: noted before.
    explicit TrailCheck(std::optional<Head> known = std::nullopt);
    /// The trail has to hold this head too. `english` and `chinese` say of it who vouches for it:
    /// "was signed at …".
    void expect(Head const& head, std::string english, std::string chinese);
    /// The rows that come do not begin with the first: this is the head of those before. Whether it
    /// is the right one shows only with a later head that is expected.
    void beginAfter(Head const& before);
    void take(store::AuditRow const& row);
    /// `lastNumber`: as the store tells it; 0 if nobody knows it.
    void end(std::int64_t lastNumber);

    [[nodiscard]] std::int64_t rows() const noexcept { return rows_; }
    [[nodiscard]] Head const& head() const noexcept { return head_; }
    [[nodiscard]] std::optional<Break> const& broken() const noexcept { return broken_; }

private:
    struct Noted {
        Digest chain;
        std::string english, chinese;
    };
    void breakAt(std::int64_t number, std::string english, std::string chinese);
    void compareWithKnown();

    std::multimap<std::int64_t, Noted> known_;  ///< by the number of the row
    Head head_;
    std::int64_t rows_ = 0;
    std::optional<Break> broken_;
    std::optional<Break> anew_;  ///< of the first such row
};

/// The whole trail of a store, a page at a time, against what `check` expects already. Errors of
/// the store.
[[nodiscard]] Result<TrailCheck> checkTrail(store::Store const& store, TrailCheck check);
[[nodiscard]] Result<TrailCheck> checkTrail(store::Store const& store,
                                            std::optional<Head> const& known);

}  // namespace tocsin::audit
