// SPDX-License-Identifier: Apache-2.0
// The compact wire form of a timeline. Most days are few different plays in many orders, so the
// distinct ones (asset, campaign, reason and length) stand in a table and every entry is one small
// number: one or two bytes a play.
#include <limits>
#include <map>
#include <tuple>

#include "tocsin/playlists/timeline.hpp"

namespace tocsin::playlists {
namespace {

constexpr std::string_view kMagic = "tocsin-timeline/1\n";
constexpr std::size_t kMostBytes = 16 << 20;
constexpr std::uint64_t kMostEntries = 100'000;
constexpr std::uint64_t kMostRows = TimelineEntry::kNone - 1;
constexpr std::uint64_t kMostStringBytes = 4096;
constexpr std::uint64_t kLongestMs = 50ull * 3'600'000;
/// Years -4000 to 9999, as milliseconds either side of 1970; keeps all sums far from overflow.
constexpr std::int64_t kFarthestMs = 253'402'300'800'000;

using Kind = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t>;

class Writer {
public:
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            out.push_back(static_cast<char>((value & 0x7f) | 0x80));
            value >>= 7;
        }
        out.push_back(static_cast<char>(value));
    }
    void signedNumber(std::int64_t value) {
        auto const bits = static_cast<std::uint64_t>(value) << 1;
        number(value < 0 ? ~bits : bits);
    }
    void string(std::string_view text) {
        number(text.size());
        out += text;
    }

    std::string out{kMagic};
};

[[noreturn]] void damaged(std::string const& what) {
    throw Failure(Error{Errc::damaged, "timeline: " + what});
}

class Reader {
public:
    explicit Reader(std::string_view bytes) : bytes_(bytes) {}

    std::uint64_t number(char const* what, std::uint64_t most) {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 63; shift += 7) {
            if (bytes_.empty()) {
                damaged(std::string("cut short in ") + what);
            }
            auto const byte = static_cast<unsigned char>(bytes_.front());
            bytes_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) {
                if (value > most || (byte == 0 && shift > 0)) {
                    break;
                }
                return value;
            }
        }
        damaged(std::string(what) + " is out of range");
    }
    std::int64_t signedNumber(char const* what, std::int64_t most) {
        auto const bits = number(what, static_cast<std::uint64_t>(most) * 2);
        auto const half = static_cast<std::int64_t>(bits >> 1);
        return (bits & 1) != 0 ? -half - 1 : half;
    }
    std::string string(char const* what) {
        auto const size = number(what, kMostStringBytes);
        if (size > bytes_.size()) {
            damaged(std::string("cut short in ") + what);
        }
        std::string out(bytes_.substr(0, size));
        bytes_.remove_prefix(size);
        return out;
    }
    template <class Row>
    std::vector<Row> table(char const* what) {
        std::vector<Row> rows;
        for (auto count = number(what, kMostRows); count > 0; --count) {
            rows.emplace_back(string(what));
        }
        return rows;
    }
    [[nodiscard]] bool atEnd() const { return bytes_.empty(); }

private:
    std::string_view bytes_;
};

std::int64_t lengthAt(Timeline const& timeline, std::size_t i) {
    auto const end = i + 1 < timeline.entries.size() ? timeline.entries[i + 1].start : timeline.end;
    return (end - timeline.entries[i].start).count();
}

/// 0 for nothing, else index + 1.
std::uint64_t orNone(std::uint16_t index) {
    return index == TimelineEntry::kNone ? 0 : index + 1u;
}

std::vector<Kind> readKinds(Reader& in, Timeline const& timeline) {
    std::vector<Kind> kinds;
    for (auto count = in.number("kinds", kMostEntries); count > 0; --count) {
        auto const asset = in.number("an asset index", timeline.assets.size());
        auto const campaign = in.number("a campaign index", timeline.campaigns.size());
        if (timeline.reasons.empty()) {
            damaged("no reasons");
        }
        auto const reason = in.number("a reason index", timeline.reasons.size() - 1);
        auto const length = in.number("a length", kLongestMs);
        if (length == 0 || (asset == 0) != (campaign == 0)) {
            damaged("a play of no length, or an asset without campaign");
        }
        kinds.emplace_back(asset, campaign, reason, length);
    }
    return kinds;
}

void readEntries(Reader& in, std::vector<Kind> const& kinds, Timeline& timeline) {
    auto const count = in.number("entries", kMostEntries);
    if (count == 0 || kinds.empty()) {
        damaged("no entries");
    }
    Instant at = timeline.begin;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto const& [asset, campaign, reason, length] =
            kinds[in.number("an entry", kinds.size() - 1)];
        TimelineEntry entry;
        entry.start = at;
        if (asset != 0) {
            entry.asset = static_cast<std::uint16_t>(asset - 1);
            entry.campaign = static_cast<std::uint16_t>(campaign - 1);
        }
        entry.reason = static_cast<std::uint16_t>(reason);
        timeline.entries.push_back(entry);
        at += Milliseconds(static_cast<std::int64_t>(length));
        if (at > timeline.end) {
            break;
        }
    }
    if (at != timeline.end) {
        damaged("the entries do not fill it exactly");
    }
}

Timeline read(std::string_view bytes) {
    if (bytes.size() > kMostBytes) {
        damaged("larger than 16 MiB");
    }
    if (bytes.substr(0, kMagic.size()) != kMagic) {
        damaged("does not begin with the line tocsin-timeline/1");
    }
    Reader in(bytes.substr(kMagic.size()));
    Timeline out;
    out.algorithm = in.string("the algorithm");
    out.zone = in.string("the zone");
    auto const day = in.signedNumber("the date", kFarthestMs / 86'400'000);
    out.date = LocalDay(std::chrono::sys_days(std::chrono::days(day)));
    out.begin = fromMillis(in.signedNumber("the begin", kFarthestMs));
    out.end =
        out.begin + Milliseconds(static_cast<std::int64_t>(in.number("the length", kLongestMs)));
    out.assets = in.table<AssetId>("the assets");
    out.campaigns = in.table<CampaignId>("the campaigns");
    out.reasons = in.table<std::string>("the reasons");
    auto const kinds = readKinds(in, out);
    readEntries(in, kinds, out);
    if (!in.atEnd()) {
        damaged("bytes after the end");
    }
    // One timeline has one form: kinds out of order, unused or twice are refused with everything
    // else we did not write.
    if (encodeTimeline(out) != bytes) {
        damaged("not in the canonical form");
    }
    return out;
}

}  // namespace

std::string encodeTimeline(Timeline const& timeline) {
    Writer out;
    out.string(timeline.algorithm);
    out.string(timeline.zone);
    out.signedNumber(std::chrono::sys_days(timeline.date).time_since_epoch().count());
    out.signedNumber(toMillis(timeline.begin));
    out.number(static_cast<std::uint64_t>((timeline.end - timeline.begin).count()));
    out.number(timeline.assets.size());
    for (auto const& id : timeline.assets) {
        out.string(id.str());
    }
    out.number(timeline.campaigns.size());
    for (auto const& id : timeline.campaigns) {
        out.string(id.str());
    }
    out.number(timeline.reasons.size());
    for (auto const& reason : timeline.reasons) {
        out.string(reason);
    }
    std::map<Kind, std::uint64_t> kinds;
    Writer table;
    Writer order;
    table.out.clear();
    order.out.clear();
    for (std::size_t i = 0; i < timeline.entries.size(); ++i) {
        auto const& entry = timeline.entries[i];
        Kind const kind(orNone(entry.asset), orNone(entry.campaign), entry.reason,
                        static_cast<std::uint64_t>(lengthAt(timeline, i)));
        auto const [at, isNew] = kinds.try_emplace(kind, kinds.size());
        if (isNew) {
            std::apply([&](auto... part) { (table.number(part), ...); }, kind);
        }
        order.number(at->second);
    }
    out.number(kinds.size());
    out.out += table.out;
    out.number(timeline.entries.size());
    out.out += order.out;
    return std::move(out.out);
}

Result<Timeline> decodeTimeline(std::string_view bytes) {
    try {
        return read(bytes);
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::playlists
