// SPDX-License-Identifier: Apache-2.0
#include "inspection_routes.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <set>

#include "document_parts.hpp"
#include "file_name.hpp"
#include "inspection_index.hpp"
#include "inspection_papers.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using access::Permission;
using access::Principal;
using access::Request;
using store::Inspection;

constexpr std::size_t kMostWord = 64, kMostNote = 500;
constexpr std::size_t kSecretBytes = 32;
constexpr std::int64_t kMostADay = 50;  // of all units: each takes room for weeks

struct MakeWish {
    std::string activity, unit, from, to, note;
    int days = kInspectionDays;
    documents::Language language = documents::Language::chinese;
};

MakeWish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"activity", "unit", "from", "to", "days", "note", "lang"});
    auto const text = [&](char const* key, std::size_t most) {
        auto const found = in.find(key);
        return found ? found->string(most) : std::string();
    };
    MakeWish out;
    out.activity = in.at("activity").string(kMostWord);
    out.unit = text("unit", kMostWord);
    out.from = text("from", kMostWord);
    out.to = text("to", kMostWord);
    out.note = text("note", kMostNote);
    if (auto const days = in.find("days")) {
        out.days = static_cast<int>(days->integer(1, kMostInspectionDays));
    }
    auto const language = text("lang", kMostWord);
    if (!language.empty() && language != "zh" && language != "en") {
        in.at("lang").fail("must be zh or en");
    }
    if (language == "en") {
        out.language = documents::Language::english;
    }
    return out;
}

/// What it is about, with the caller's rights.
Result<ContentWish> findScope(BookPtr const& book, Principal const& who, MakeWish const& wish,
                              std::string& unitName) {
    PeriodWish period;
    period.activity = wish.activity;
    period.unit = wish.unit;
    period.kind = wish.from.empty() ? "final" : "period";
    period.from = wish.from;
    period.to = wish.to;
    if (wish.from.empty() && !wish.to.empty()) {
        return Error{Errc::invalid, "to: say from too, or neither for the whole activity"};
    }
    Result<ContentWish> out = Error{};
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        out = findWish(tx, who, Permission::submitReports, period, book->settings.reports.now());
        if (out) {
            auto const unit = tx.units().find(out->unit);
            unitName = unit ? unit->name : "";
        }
        return {};
    });
    return looked ? out : looked.error();
}

/// Whether there is one of this number that the caller has the permission for.
Result<Inspection> findOne(store::Tx const& tx, Principal const& who, Permission permission,
                           Request const& request) {
    auto const& text = request.parameters.at("number");
    std::int64_t number = 0;
    auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    auto found = wrong == std::errc{} && end == text.data() + text.size()
                     ? tx.inspections().find(number)
                     : std::nullopt;
    if (!found || !who.may(permission, found->unit)) {
        return Error{Errc::notFound, "there is no inspection package " + text};
    }
    return *std::move(found);
}

Result<Inspection> findOne(BookPtr const& book, Principal const& who, Request const& request) {
    Result<Inspection> out = Error{};
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        out = findOne(tx, who, Permission::viewReports, request);
        return {};
    });
    return looked ? out : looked.error();
}

char const* stateOf(Inspection const& one, Instant now) {
    return one.removed          ? "removed"
           : one.revoked        ? "revoked"
           : now >= one.expires ? "expired"
                                : "open";
}

json::object headJson(Inspection const& one, Instant now) {
    auto const maybe = [](std::optional<Instant> const& at) {
        return at ? json::value(formatInstant(*at)) : json::value(nullptr);
    };
    return {{"number", one.number},
            {"activity", one.activity},
            {"title", one.title},
            {"unit", one.unit},
            {"from", one.firstDay},
            {"to", one.lastDay},
            {"note", one.note},
            {"who", one.who},
            {"made", formatInstant(one.made)},
            {"expires", formatInstant(one.expires)},
            {"state", stateOf(one, now)},
            {"revoked", maybe(one.revoked)},
            {"revoked_by", one.revokedBy},
            {"openings", one.openings},
            {"opened", maybe(one.opened)},
            {"name", one.name},
            {"digest", one.package.hex()},
            {"bytes", one.bytes}};
}

json::array filesJson(Inspection const& one) {
    json::array out;
    for (auto const& file : one.files) {
        out.push_back(json::object{
            {"name", file.name}, {"bytes", file.bytes}, {"sha256", file.digest.hex()}});
    }
    return out;
}

/// The files in a ZIP archive, after their index and manifest.
std::string packed(Inspection const& one, IndexHead const& head, InspectionPapers papers) {
    json::object const manifest{{"format", "tocsin-inspection/1"},
                                {"activity", one.activity},
                                {"unit", one.unit},
                                {"from", one.firstDay},
                                {"to", one.lastDay},
                                {"made", formatInstant(one.made)},
                                {"who", one.who},
                                {"left_out", papers.leftOut},
                                {"files", filesJson(one)}};
    std::vector<documents::ArchiveEntry> entries;
    entries.push_back(
        {"index.html",
         inspectionIndex(one, head, &papers.notes,
                         [&one](std::size_t place) { return urlPath(one.files[place].name); }),
         true});
    entries.push_back({"manifest.json", json::serialize(manifest) + "\n", true});
    for (std::size_t i = 0; i < papers.papers.size(); ++i) {
        auto& paper = papers.papers[i];
        entries.push_back(
            {one.files[i].name, std::move(paper.bytes), paper.name.ends_with(".html")});
    }
    return documents::zipOf(entries);
}

Result<> keepAll(FilingBook::State const& book, Inspection const& one,
                 InspectionPapers const& papers) {
    std::int64_t all = 0;
    for (auto const& file : one.files) {
        all += file.bytes;
    }
    // The package holds them a second time.
    auto const reserve = book.settings.diskReserveBytes;
    if (auto const room = book.inspections.checkRoom(2 * all, reserve); !room) {
        return room.error();
    }
    for (std::size_t i = 0; i < papers.papers.size(); ++i) {
        auto const kept = book.inspections.keep(one.files[i].digest, papers.papers[i].bytes);
        if (!kept) {
            return kept.error();
        }
    }
    return {};
}

Result<> checkShare(BookPtr const& book, Instant now) {
    std::int64_t recent = 0;
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& one : tx.inspections().all()) {
            recent += one.made >= now - std::chrono::days(1) ? 1 : 0;
        }
        return {};
    });
    if (looked && recent >= kMostADay) {
        return Error{Errc::exhausted, std::to_string(kMostADay) +
                                          " inspection packages were made within a day; give "
                                          "out one of them, or try again tomorrow"};
    }
    return looked;
}

}  // namespace

Answer makeInspection(BookPtr const& book, Principal const& who, Request const& request) {
    auto const said = messages::readJson(request.body, readWish);
    if (!said) {
        return said.error();
    }
    // One at a time: each holds all its files in memory.
    std::lock_guard const lock(book->inspecting);
    auto const now = book->settings.reports.now();
    if (auto const room = checkShare(book, now); !room) {
        return room.error();
    }
    IndexHead head;
    auto const scope = findScope(book, who, *said, head.unitName);
    if (!scope) {
        return scope.error();
    }
    head.zone = scope->activity.zone;
    head.language = said->language;
    InspectionWish wish{scope->activity,
                        scope->unit,
                        playlists::toString(scope->period.first),
                        playlists::toString(scope->period.last),
                        said->from.empty(),
                        said->language};
    auto papers = inspectionPapers(*book, who, wish);
    if (!papers) {
        return papers.error();
    }
    Inspection one;
    one.activity = wish.activity.handle;
    one.title = wish.activity.title;
    one.unit = wish.unit;
    one.firstDay = wish.firstDay;
    one.lastDay = wish.lastDay;
    one.note = said->note;
    one.who = who.name;
    one.made = now;
    one.expires = now + std::chrono::days(said->days);
    for (auto const& paper : papers->papers) {
        one.files.push_back({inspectionPart(paper.part, wish.language) + "/" + paper.name,
                             messages::sha256(paper.bytes),
                             static_cast<std::int64_t>(paper.bytes.size())});
    }
    if (auto const kept = keepAll(*book, one, *papers); !kept) {
        return kept.error();
    }
    auto const packageBytes = packed(one, head, *std::move(papers));
    one.package = messages::sha256(packageBytes);
    one.bytes = static_cast<std::int64_t>(packageBytes.size());
    Speech const say{wish.language};
    one.name = say("迎检资料包", "inspection") + "_" + safeName(one.title) + "_" +
               formatInstant(now).substr(0, 10) + ".zip";
    if (auto const kept = book->inspections.keep(one.package, packageBytes); !kept) {
        return kept.error();
    }
    auto const secret = messages::sha256(messages::randomBytes(kSecretBytes)).hex();
    one.secret = messages::sha256(secret);
    auto const written = book->store.write(
        [&](store::Tx& tx) -> Result<> {
            one = tx.inspections().add(one);
            return {};
        },
        {who.name, "inspection.make", one.activity,
         one.firstDay + " " + one.lastDay + " until " + formatInstant(one.expires) + " " +
             one.package.hex()});
    if (!written) {
        return written.error();
    }
    auto out = headJson(one, now);
    out["files"] = filesJson(one);
    // Told this once: only its digest is kept.
    out["link"] = "/inspect/" + secret;
    return access::jsonResponse(out, 201);
}

Answer listInspections(BookPtr const& book, Principal const& who, Request const& request) {
    auto const activity = access::queried(request, "activity");
    auto const now = book->settings.reports.now();
    json::array items;
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& one : tx.inspections().all()) {
            bool const isMeant = activity.empty() || one.activity == activity;
            if (isMeant && who.may(Permission::viewReports, one.unit)) {
                items.emplace_back(headJson(one, now));
            }
        }
        return {};
    });
    return looked ? Answer(access::jsonResponse(json::object{{"items", std::move(items)}}))
                  : looked.error();
}

Answer showInspection(BookPtr const& book, Principal const& who, Request const& request) {
    auto const found = findOne(book, who, request);
    if (!found) {
        return found.error();
    }
    auto out = headJson(*found, book->settings.reports.now());
    out["files"] = filesJson(*found);
    return access::jsonResponse(out);
}

Answer inspectionPackage(BookPtr const& book, Principal const& who, Request const& request) {
    auto const found = findOne(book, who, request);
    if (!found) {
        return found.error();
    }
    if (found->removed) {
        return Error{Errc::notFound, "the files of inspection package " +
                                         std::to_string(found->number) +
                                         " were removed after its link had ended; make another"};
    }
    if (!book->inspections.has(found->package)) {
        return Error{Errc::damaged, "the file of inspection package " +
                                        std::to_string(found->number) +
                                        " is gone from the data directory; make another"};
    }
    auto out = fileAnswer({"zip", found->name, ""});
    out.file = access::FileBody{book->inspections.pathOf(found->package), found->package};
    return out;
}

Answer revokeInspection(BookPtr const& book, Principal const& who, Request const& request) {
    auto const now = book->settings.reports.now();
    Inspection one;
    auto const written = book->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const found = findOne(std::as_const(tx), who, Permission::submitReports, request);
            if (!found) {
                return found.error();
            }
            tx.inspections().revoke(found->number, now, who.name);
            one = *tx.inspections().find(found->number);
            return {};
        },
        {who.name, "inspection.revoke", request.parameters.at("number"), ""});
    return written ? Answer(access::jsonResponse(headJson(one, now))) : written.error();
}

Result<std::size_t> sweepInspections(FilingBook::State& book) {
    auto const now = book.settings.reports.now();
    std::vector<std::int64_t> over;
    auto const looked = book.store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& one : tx.inspections().all()) {
            auto const end = one.revoked ? std::min(*one.revoked, one.expires) : one.expires;
            if (!one.removed && end + kInspectionFilesStay < now) {
                over.push_back(one.number);
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    for (auto const number : over) {
        std::lock_guard const lock(book.inspecting);  // none is being made that shares a file
        Inspection one;
        std::set<Digest> beside;
        auto const written = book.store.write(
            [&](store::Tx& tx) -> Result<> {
                one = tx.inspections().find(number).value();
                auto const others = tx.inspections().filesBeside(number);
                beside = {others.begin(), others.end()};
                tx.inspections().remove(number);
                return {};
            },
            {"controller", "inspection.expire", std::to_string(number), one.name});
        if (!written) {
            return written.error();
        }
        std::vector<Digest> files{one.package};
        for (auto const& file : one.files) {
            files.push_back(file.digest);
        }
        for (auto const& digest : files) {
            if (!beside.contains(digest)) {
                book.inspections.remove(digest);
            }
        }
    }
    return over.size();
}

}  // namespace tocsin::filing
