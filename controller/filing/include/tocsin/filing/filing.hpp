// SPDX-License-Identifier: Apache-2.0
// Filings (报送): what is due, drafts of it, and filings that are frozen: content and files for
// good.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/activities/completeness.hpp"
#include "tocsin/documents/document.hpp"
#include "tocsin/documents/outside.hpp"
#include "tocsin/filing/weekly_drafts.hpp"
#include "tocsin/media/print_document.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/store/filings.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::keys {
class Signer;
}

namespace tocsin::filing {

struct FilingSettings {
    /// The data directory; files of filings lie in its folder "filings". Pictures are taken from
    /// "evidence" and "activities".
    std::filesystem::path directory;
    std::int64_t diskReserveBytes = 0;
    reports::ReportSettings reports;  ///< its clock is the room's
    /// The bytes of a PDF file; may block. Empty: filings have no PDF.
    std::function<Result<std::string>(media::PrintDocument const&)> print{};
    /// A package is smaller: pictures are left out of it by rule, which it says.
    std::int64_t mostPackageBytes = 20LL << 20;
    std::string version{};  ///< of the program, for the notes
    /// For filings that are carried to another controller in signed files. Outlives the routes.
    keys::Signer const* signer = nullptr;
    /// For inspection packages: a campaign's approval form (审批单) as a PDF file, in Chinese or
    /// English; and the file of a paper that was signed. May block. Empty: packages have none.
    std::function<Result<std::string>(CampaignId const&, bool chinese)> approvalForm{};
    std::function<Result<std::filesystem::path>(Digest const&)> scan{};
    /// Fills the forms of other offices. Without it none is filled.
    std::shared_ptr<documents::Outside const> outside{};
};

/// Thread-safe; calls block. `store` must outlive it and its routes.
class FilingBook {
public:
    FilingBook(store::Store& store, FilingSettings settings);
    ~FilingBook();

    /// Those of roll-up, board and signed files too.
    [[nodiscard]] access::Routes routes();

    /// Counts and writes one. Errc::notFound for an activity or week that is not there any more,
    /// and what counting fails with.
    [[nodiscard]] Result<WeeklyDraft> weeklyDraft(DueDraft const& draft,
                                                  documents::Language language) const;
    /// Removes the files of inspection packages whose links ended more than 30 days ago; how many.
    [[nodiscard]] Result<std::size_t> sweepInspections();
    struct State;  ///< the room's own

private:
    std::shared_ptr<State> state_;
};

/// What was filed of an activity here, for its completeness (五有).
[[nodiscard]] activities::Filed filedOf(store::Tx const& tx, store::Activity const& activity);

}  // namespace tocsin::filing
