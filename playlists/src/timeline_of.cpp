// SPDX-License-Identifier: Apache-2.0
#include "timeline_of.hpp"

#include "tocsin/playlists/words.hpp"
#include "untangling.hpp"

namespace tocsin::playlists::detail {
namespace {

/// Rows of a timeline's table in the order of their first use; `keys` is how many rows there could
/// be.
template <class Row>
class Table {
public:
    Table(std::vector<Row>& rows, std::size_t keys)
        : rows_(rows), index_(keys, TimelineEntry::kNone) {}
    template <class Make>
    std::uint16_t indexOf(std::size_t key, Make make) {
        if (index_[key] == TimelineEntry::kNone) {
            index_[key] = static_cast<std::uint16_t>(rows_.size());
            rows_.push_back(make());
        }
        return index_[key];
    }

private:
    std::vector<Row>& rows_;
    std::vector<std::uint16_t> index_;
};

/// Why an entry is there, as a small number and in words.
struct Reason {
    /// 0 to 3: the class; 4 to 7: a fixed event of the class.
    static constexpr std::size_t fixed = 4, closed = 8, idle = 9, pad = 10;
    static constexpr std::size_t kCount = 44;
    std::size_t base = idle;
    bool makeGood = false, relaxed = false;

    [[nodiscard]] std::size_t key() const {
        return 4 * base + (makeGood ? 2 : 0) + (relaxed ? 1 : 0);
    }
    [[nodiscard]] std::string text() const {
        auto out = word();
        if (makeGood) {
            out += "," + std::string(kMakeGoodReason);
        }
        return relaxed ? out + ",separation-relaxed" : out;
    }

private:
    [[nodiscard]] std::string word() const {
        switch (base) {
            case closed:
                return "closed";
            case idle:
                return "idle";
            case pad:
                return "pad";
            default: {
                std::string const name(toString(static_cast<CampaignClass>(base % fixed)));
                return base < fixed ? name : name + ",fixed";
            }
        }
    }
};

std::size_t baseOf(Placed const& placed, Programme const& programme) {
    if (placed.dark != Dark::no) {
        return placed.dark == Dark::closed ? Reason::closed : Reason::idle;
    }
    if (placed.pad) {
        return Reason::pad;
    }
    auto const priority = static_cast<std::size_t>(programme.campaigns[placed.campaign].priority);
    return priority + (placed.booking == Placed::kFixed ? Reason::fixed : 0);
}

Reason reasonOf(Placed const& placed, Programme const& programme, Plan const& plan, bool relaxed) {
    return {baseOf(placed, programme), makesGood(placed, plan), relaxed};
}

}  // namespace

std::string reasonText(Placed const& placed, Programme const& programme, Plan const& plan,
                       bool relaxed) {
    return reasonOf(placed, programme, plan, relaxed).text();
}

Timeline timelineOf(Programme const& programme, Plan const& plan,
                    std::vector<Placed> const& entries) {
    Timeline out;
    out.algorithm = kAlgorithm;
    out.zone = programme.screen.zone;
    out.date = plan.day.date;
    out.begin = fromMillis(plan.day.begin);
    out.end = fromMillis(plan.day.end);
    out.entries.reserve(entries.size());
    Table assets(out.assets, programme.assets.size());
    Table campaigns(out.campaigns, programme.campaigns.size());
    Table reasons(out.reasons, Reason::kCount);
    auto const broken = brokenRules(entries, plan);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto const& placed = entries[i];
        TimelineEntry entry;
        entry.start = fromMillis(placed.span.begin);
        if (placed.dark == Dark::no) {
            auto const asset = placed.item->asset;
            entry.asset = assets.indexOf(asset, [&] { return programme.assets[asset].id; });
            entry.campaign = campaigns.indexOf(
                placed.campaign, [&] { return programme.campaigns[placed.campaign].id; });
        }
        auto const reason = reasonOf(placed, programme, plan, broken[i]);
        entry.reason = reasons.indexOf(reason.key(), [&] { return reason.text(); });
        out.entries.push_back(entry);
    }
    return out;
}

}  // namespace tocsin::playlists::detail
