// SPDX-License-Identifier: Apache-2.0
// Drafts: counted anew whenever they are looked at; only what people wrote is stored.
#include <boost/json.hpp>

#include "filing_query.hpp"
#include "filing_routes.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;
using access::Request;
using access::Response;

constexpr std::size_t kMostText = 20'000, kMostName = 100, kMostPictures = 60;

struct DraftWish {
    std::optional<std::string> overview, highlights, shortcomings, filledBy, reviewedBy, signedBy;
    std::optional<std::vector<Digest>> pictures;
};

DraftWish readDraft(messages::JsonReader const& in) {
    in.onlyKeys({"overview", "highlights", "shortcomings", "filled_by", "reviewed_by", "signed_by",
                 "pictures"});
    auto const text = [&](char const* key, std::size_t most) -> std::optional<std::string> {
        auto const found = in.find(key);
        return found ? std::optional(found->string(most)) : std::nullopt;
    };
    DraftWish out;
    out.overview = text("overview", kMostText);
    out.highlights = text("highlights", kMostText);
    out.shortcomings = text("shortcomings", kMostText);
    out.filledBy = text("filled_by", kMostName);
    out.reviewedBy = text("reviewed_by", kMostName);
    out.signedBy = text("signed_by", kMostName);
    if (auto const pictures = in.find("pictures")) {
        out.pictures.emplace();
        for (auto const& one : pictures->array(kMostPictures)) {
            out.pictures->push_back(one.digest());
        }
    }
    return out;
}

void change(store::FilingDraft& draft, DraftWish const& wish) {
    auto const set = [](std::string& text, std::optional<std::string> const& said) {
        if (said) {
            text = *said;
        }
    };
    set(draft.overview, wish.overview);
    set(draft.highlights, wish.highlights);
    set(draft.shortcomings, wish.shortcomings);
    set(draft.filledBy, wish.filledBy);
    set(draft.reviewedBy, wish.reviewedBy);
    set(draft.signedBy, wish.signedBy);
    if (wish.pictures) {
        draft.pictures = *wish.pictures;
    }
}

/// 0: nobody has written anything.
std::int64_t revisionOf(store::FilingDraft const& draft) {
    return draft.activity.empty() ? 0 : draft.revision;
}

std::string tagOf(std::int64_t revision) {
    return "\"" + std::to_string(revision) + "\"";
}

/// What people wrote, as it is stored.
json::object writtenJson(store::FilingDraft const& draft) {
    json::array pictures;
    for (auto const& digest : draft.pictures) {
        pictures.emplace_back(digest.hex());
    }
    json::object out{{"revision", revisionOf(draft)},  {"overview", draft.overview},
                     {"highlights", draft.highlights}, {"shortcomings", draft.shortcomings},
                     {"filled_by", draft.filledBy},    {"reviewed_by", draft.reviewedBy},
                     {"signed_by", draft.signedBy},    {"pictures", std::move(pictures)}};
    if (revisionOf(draft) > 0) {
        out["who"] = draft.who;
        out["changed"] = formatInstant(draft.changed);
    }
    return out;
}

/// The draft that was looked at before, and is named by its digest.
Result<FormsWish> countedForms(BookPtr const& book, Principal const& who,
                               std::string const& counted, documents::Language language) {
    auto const digest = Digest::fromHex(counted);
    auto content =
        digest ? book->drafts.find(who.name, *digest, book->settings.reports.now()) : std::nullopt;
    if (!content) {
        return Error{Errc::conflict, "content: you have looked at no such draft within the last " +
                                         std::to_string(CountedDrafts::kStay.count()) +
                                         " minutes; look at it again"};
    }
    FormsWish out;
    out.content = *std::move(content);
    out.stamp.version = book->settings.version;
    out.language = language;
    return out;
}

Result<FormsWish> draftForms(BookPtr const& book, Principal const& who, Request const& request) {
    auto const language = languageOf(request);
    if (auto const counted = access::queried(request, "content"); language && !counted.empty()) {
        return countedForms(book, who, counted, *language);
    }
    ContentWish wish;
    auto const content =
        madeContent(*book, who, Permission::viewReports, periodWishOf(request), wish);
    if (!language || !content) {
        return language ? content.error() : language.error();
    }
    FormsWish out;
    out.content = json::serialize(*content);
    out.stamp.version = book->settings.version;
    out.language = *language;
    return out;
}

}  // namespace

Result<json::object> madeContent(FilingBook::State const& book, Principal const& who,
                                 Permission permission, PeriodWish const& asked,
                                 ContentWish& wish) {
    Result<json::object> out = Error{Errc::internal, "nothing was counted"};
    try {
        auto const looked = book.store.read([&](store::Tx const& tx) -> Result<> {
            auto found = findWish(tx, who, permission, asked, book.settings.reports.now());
            if (!found) {
                return found.error();
            }
            wish = *std::move(found);
            out = contentOf(tx, wish, book.settings.reports);
            return {};
        });
        return looked ? std::move(out) : looked.error();
    } catch (Failure const& failure) {
        return failure.error();
    }
}

Answer showDraft(BookPtr const& book, Principal const& who, Request const& request) {
    ContentWish wish;
    auto content = madeContent(*book, who, Permission::viewReports, periodWishOf(request), wish);
    if (!content) {
        return content.error();
    }
    auto const name = fileNameOf(*content, documents::Language::chinese);
    auto const digest =
        book->drafts.keep(who.name, json::serialize(*content), book->settings.reports.now());
    auto answer = access::jsonResponse(json::object{{"file_name", name},
                                                    {"digest", digest.hex()},
                                                    {"content", std::move(*content)},
                                                    {"written", writtenJson(wish.texts)}});
    answer.headers["ETag"] = tagOf(revisionOf(wish.texts));
    return answer;
}

Answer putDraft(BookPtr const& book, Principal const& who, Request const& request) {
    auto const said = messages::readJson(request.body, readDraft);
    if (!said) {
        return said.error();
    }
    auto const asked = periodWishOf(request);
    auto const seen = request.headers.find("if-match");
    store::FilingDraft draft;
    auto const written = book->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const now = book->settings.reports.now();
            auto const found =
                findWish(std::as_const(tx), who, Permission::submitReports, asked, now);
            if (!found) {
                return found.error();
            }
            draft = found->texts;
            auto const before = revisionOf(draft);
            if (seen != request.headers.end() && seen->second != tagOf(before)) {
                return Error{Errc::conflict, "the draft was changed by " +
                                                 (draft.who.empty() ? "somebody" : draft.who) +
                                                 " meanwhile; look at it again"};
            }
            draft.activity = found->activity.handle;
            draft.kind = found->period.kind;
            draft.issue = found->period.issue;
            draft.unit = found->unit;
            draft.firstDay = playlists::toString(found->period.first);
            draft.lastDay = playlists::toString(found->period.last);
            draft.revision = before + 1;
            draft.who = who.name;
            draft.changed = now;
            change(draft, *said);
            tx.filings().putDraft(draft);
            return {};
        },
        {who.name, "filing.draft", asked.activity, asked.kind + " " + asked.issue + asked.from});
    if (!written) {
        return written.error();
    }
    auto answer = access::jsonResponse(writtenJson(draft));
    answer.headers["ETag"] = tagOf(draft.revision);
    return answer;
}

Answer draftForm(BookPtr const& book, Principal const& who, Request const& request) {
    auto const wish = draftForms(book, who, request);
    if (!wish) {
        return wish.error();
    }
    auto form = makeForm(*book, *wish, access::queried(request, "format"));
    return form ? Answer(fileAnswer(std::move(*form))) : form.error();
}

Answer draftText(BookPtr const& book, Principal const& who, Request const& request) {
    auto const wish = draftForms(book, who, request);
    return wish ? textAnswer(wish->content, request) : wish.error();
}

Answer fillFromDraft(BookPtr const& book, Principal const& who, Request const& request) {
    auto const wish = draftForms(book, who, request);
    return wish ? filledAnswer(book, wish->content, wish->stamp, request) : wish.error();
}

}  // namespace tocsin::filing
