// SPDX-License-Identifier: Apache-2.0
#include "tocsin/filing/weekly_drafts.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "filing_forms.hpp"
#include "filing_state.hpp"
#include "filing_texts.hpp"
#include "tocsin/filing/calendar.hpp"
#include "tocsin/filing/content.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {
namespace {

bool isFrozen(store::Tx const& tx, store::Activity const& activity, Period const& week) {
    auto const all = tx.filings().of(activity.handle);
    return std::any_of(all.begin(), all.end(), [&](store::Filing const& filing) {
        return filing.kind == week.kind && filing.issue == week.issue &&
               filing.unit == activity.unit && filing.firstDay == playlists::toString(week.first);
    });
}

/// The week before the activity has nothing to report, and no deadline.
bool isDue(store::Activity const& activity, Period const& period, Instant now) {
    if (period.kind != store::FilingKind::week || !period.due || now >= *period.due) {
        return false;
    }
    auto const lastDay = playlists::dayBounds(activity.zone, period.last);
    return lastDay && now >= lastDay->end + kDraftAfter;
}

Result<ContentWish> wishFor(store::Tx const& tx, DueDraft const& draft) {
    auto activity = tx.activities().find(draft.activity);
    if (!activity) {
        return Error{Errc::notFound, "there is no activity \"" + draft.activity + "\" any more"};
    }
    auto const week = weekOf(*activity, draft.issue);
    if (!week) {
        return week.error();
    }
    ContentWish wish;
    wish.activity = *std::move(activity);
    wish.period = *week;
    wish.unit = draft.unit;
    if (auto const texts = tx.filings().draft(wish.activity.handle, week->kind, week->issue,
                                              wish.unit, playlists::toString(week->first))) {
        wish.texts = *texts;
    }
    return wish;
}

}  // namespace

std::vector<DueDraft> draftsDue(store::Tx const& tx, Instant now) {
    std::vector<DueDraft> out;
    for (auto const& activity : tx.activities().all()) {
        auto const periods = periodsOf(activity);
        if (activity.retired || !periods) {
            continue;
        }
        for (auto const& period : *periods) {
            if (isDue(activity, period, now) && !isFrozen(tx, activity, period)) {
                out.push_back({activity.handle + "/" + activity.unit + "/" +
                                   playlists::toString(period.first),
                               activity.handle, period.issue, activity.unit, *period.due});
            }
        }
    }
    return out;
}

Result<WeeklyDraft> FilingBook::weeklyDraft(DueDraft const& draft,
                                            documents::Language language) const {
    Result<boost::json::object> content = Error{Errc::internal, "nothing was counted"};
    auto const looked = state_->store.read([&](store::Tx const& tx) -> Result<> {
        auto const wish = wishFor(tx, draft);
        content = wish ? contentOf(tx, *wish, state_->settings.reports)
                       : Result<boost::json::object>(wish.error());
        return {};
    });
    if (!looked || !content) {
        return looked ? content.error() : looked.error();
    }
    FormsWish wish;
    wish.content = boost::json::serialize(*content);
    wish.stamp.version = state_->settings.version;
    wish.language = language;
    auto form = makeForm(*state_, wish, "docx");
    if (!form) {
        return form.error();
    }
    bool const chinese = language == documents::Language::chinese;
    auto const due = instantText(*content, formatInstant(draft.due), language);
    WeeklyDraft out;
    out.subject = (chinese ? "【周报草稿】" : "Draft of the weekly report: ") +
                  fileNameOf(*content, language);
    out.text =
        paragraphOf(*content, Length::weekly, language) + "\n\n" +
        (chinese ? "以上为系统自动生成的草稿，尚未定稿。请核对附件，在系统中定稿并报送，截止时间："
                 : "This is a draft that the system made; it is not frozen. Please check "
                   "the attached report, freeze it and file it by: ") +
        due + "\n";
    out.name = form->name;
    out.type = contentTypeOf(form->format);
    out.bytes = std::move(form->bytes);
    return out;
}

}  // namespace tocsin::filing
