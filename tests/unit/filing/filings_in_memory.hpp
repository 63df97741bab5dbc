// SPDX-License-Identifier: Apache-2.0
// Filings without a database.
#pragma once

#include <algorithm>

#include "tocsin/store/filings.hpp"

namespace tocsin::filing {

class FilingsInMemory final : public store::Filings {
public:
    std::vector<store::Filing> all() const override {
        auto out = filings_;
        std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) {
            return std::pair(a.number, a.revision) > std::pair(b.number, b.revision);
        });
        for (auto& one : out) {
            one.content.clear();
        }
        return out;
    }
    std::vector<store::Filing> of(std::string const& activity) const override {
        auto out = all();
        std::erase_if(out, [&](auto const& one) { return one.activity != activity; });
        return out;
    }
    std::optional<store::Filing> find(std::int64_t number,
                                      std::optional<std::int64_t> revision) const override {
        std::optional<store::Filing> out;
        for (auto const& one : filings_) {
            bool const fits = one.number == number && (!revision || one.revision == *revision);
            if (fits && (!out || one.revision > out->revision)) {
                out = one;
            }
        }
        return out;
    }
    store::Filing add(store::Filing filing) override {
        std::int64_t newest = 0;
        filing.revision = 1;
        for (auto const& one : filings_) {
            newest = std::max(newest, one.number);
            if (one.number == filing.number) {
                filing.revision = std::max(filing.revision, one.revision + 1);
            }
        }
        filing.number = filing.number == 0 ? newest + 1 : filing.number;
        filings_.push_back(filing);
        return filing;
    }
    std::vector<store::FilingEvent> events(std::int64_t number) const override {
        auto out = events_;
        std::erase_if(out, [&](auto const& one) { return one.number != number; });
        return out;
    }
    void record(store::FilingEvent const& event) override { events_.push_back(event); }
    std::optional<store::FilingDraft> draft(std::string const& activity, store::FilingKind kind,
                                            int issue, std::string const& unit,
                                            std::string const& firstDay) const override {
        for (auto const& one : drafts_) {
            if (one.activity == activity && one.kind == kind && one.issue == issue &&
                one.unit == unit && one.firstDay == firstDay) {
                return one;
            }
        }
        return std::nullopt;
    }
    void putDraft(store::FilingDraft const& draft) override { drafts_.push_back(draft); }

private:
    std::vector<store::Filing> filings_;
    std::vector<store::FilingEvent> events_;
    std::vector<store::FilingDraft> drafts_;
};

}  // namespace tocsin::filing
