// SPDX-License-Identifier: Apache-2.0
#include "tocsin/library/slogan_reviews.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <boost/json.hpp>

#include "characters.hpp"
#include "library_state.hpp"
#include "passing_file.hpp"
#include "theme_findings.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/json.hpp"
#include "word_findings.hpp"
#include "worker.hpp"

namespace tocsin::library {
namespace {

constexpr std::size_t kMostRemembered = 20'000;
constexpr std::size_t kViewsAtOnce = 16;
constexpr std::size_t kMostFindings = 64;

/// The request's beginning: which slogan is meant. A description has its drawn characters in it, a
/// style gets those of the office.
Result<boost::json::object> requestFor(store::Store const& store, SloganSubject const& subject) {
    if (!subject.canonical.empty()) {
        return boost::json::object{{"canonical", subject.canonical}};
    }
    auto style = boost::json::parse(subject.style);
    auto const* const text = style.as_object().if_contains("text");
    auto const characters = charactersOf(store, text != nullptr && text->is_string()
                                                    ? std::string_view(text->get_string())
                                                    : std::string_view());
    if (!characters) {
        return characters.error();
    }
    boost::json::object out{{"style", std::move(style)}};
    if (!characters->empty()) {
        out["characters"] = boost::json::array(characters->begin(), characters->end());
    }
    return out;
}

media::Finding readFinding(messages::JsonReader const& in) {
    media::Finding out{in.at("code").string(64), in.at("message").string(4'096),
                       in.at("message_zh").string(4'096)};
    auto const numbers = in.at("numbers");
    if (!numbers.value().is_object()) {
        numbers.fail("expected an object");
    }
    for (auto const& [name, value] : numbers.value().get_object()) {
        out.numbers.emplace_back(name, messages::JsonReader(value, numbers.path())
                                           .integer(std::numeric_limits<std::int64_t>::min(),
                                                    std::numeric_limits<std::int64_t>::max()));
    }
    return out;
}

void requireAccepted(messages::JsonReader const& in) {
    if (!in.at("accepted").boolean()) {
        throw Failure({Errc::invalid, in.at("reason").string(4'096)});
    }
}

std::vector<SloganFindings> readFindings(messages::JsonReader const& in, std::size_t views) {
    requireAccepted(in);
    std::vector<SloganFindings> out;
    for (auto const& view : in.at("findings").array(views)) {
        auto& findings = out.emplace_back();
        for (auto const& finding : view.array(kMostFindings)) {
            findings.push_back(readFinding(finding));
        }
    }
    if (out.size() != views) {
        in.at("findings").fail("expected one list for each view");
    }
    return out;
}

/// The answer of a worker that came to its end.
Result<std::string> answered(Result<WorkerRun> run) {
    if (!run) {
        return run.error();
    }
    if (!WIFEXITED(run->status) || WEXITSTATUS(run->status) != 0) {
        return Error{Errc::unavailable,
                     "the slogan could not be drawn" +
                         (run->lastError.empty() ? std::string() : ": " + run->lastError) +
                         "; try again, and look at the controller's log if it stays so"};
    }
    return std::move(run->out);
}

}  // namespace

SloganReviews::SloganReviews(store::Store& store, std::filesystem::path worker,
                             std::filesystem::path directory, Milliseconds limit,
                             std::stop_token stop)
    : store_(store),
      worker_(std::move(worker)),
      directory_(std::move(directory)),
      limit_(limit),
      stop_(std::move(stop)) {}

/// Looks at views that are not known yet, and remembers. With `working_` held.
Result<> SloganReviews::look(boost::json::object request, Digest const& digest,
                             std::vector<media::SloganView> const& views) {
    boost::json::array list;
    for (auto const& view : views) {
        list.push_back(boost::json::object{
            {"width", view.width}, {"height", view.height}, {"ms", view.showFor.count()}});
    }
    request["views"] = std::move(list);
    auto const answer = answered(
        runWorker(worker_, {"slogan-check"}, boost::json::serialize(request), limit_, stop_));
    if (!answer) {
        return answer.error();
    }
    auto found = messages::readJson(*answer, [&views](messages::JsonReader const& in) {
        return readFindings(in, views.size());
    });
    if (!found) {
        return found.error();
    }
    for (std::size_t i = 0; i < views.size(); ++i) {
        auto const& view = views[i];
        known_[{digest, view.width, view.height, view.showFor.count()}] = std::move((*found)[i]);
    }
    return {};
}

Result<std::vector<SloganFindings>> SloganReviews::onViews(
    SloganSubject const& subject, std::vector<media::SloganView> const& views) {
    auto const request = requestFor(store_, subject);
    if (!request) {
        return request.error();
    }
    auto const digest = messages::sha256(boost::json::serialize(*request));
    auto const keyOf = [&digest](media::SloganView const& view) {
        return Key{digest, view.width, view.height, view.showFor.count()};
    };
    std::scoped_lock const lock(working_);
    std::vector<SloganFindings> out;
    for (std::size_t begin = 0; begin < views.size(); begin += kViewsAtOnce) {
        auto const end = std::min(begin + kViewsAtOnce, views.size());
        // Before the look at what is known, or what was known of this batch would be lost.
        if (known_.size() + kViewsAtOnce > kMostRemembered) {
            known_.clear();
        }
        std::vector<media::SloganView> fresh;
        for (auto i = begin; i < end; ++i) {
            if (!known_.contains(keyOf(views[i]))) {
                fresh.push_back(views[i]);
            }
        }
        if (auto looked = fresh.empty() ? Result<>() : look(*request, digest, fresh); !looked) {
            return looked.error();
        }
        for (auto i = begin; i < end; ++i) {
            out.push_back(known_[keyOf(views[i])]);
        }
    }
    return out;
}

Result<std::string> SloganReviews::preview(SloganSubject const& subject, PreviewWish const& wish) {
    PassingFile const file(directory_);
    if (!file.made()) {
        return Error{Errc::exhausted,
                     "no file can be written in the data directory; is the disk "
                     "full?"};
    }
    auto request = requestFor(store_, subject);
    if (!request) {
        return request.error();
    }
    (*request)["width"] = wish.width;
    (*request)["height"] = wish.height;
    (*request)["scale"] = wish.scale;
    (*request)["atMs"] = wish.at.count();
    (*request)["localMs"] = toMillis(wish.local);
    std::scoped_lock const lock(working_);
    auto const answer = answered(runWorker(worker_, {"slogan-preview", file.name()},
                                           boost::json::serialize(*request), limit_, stop_));
    if (!answer) {
        return answer.error();
    }
    auto const accepted = messages::readJson(*answer, [](messages::JsonReader const& in) {
        requireAccepted(in);
        return true;
    });
    if (!accepted) {
        return accepted.error();
    }
    return file.bytes();
}

Result<SloganFindings> SloganReviews::onText(std::string const& text) const {
    SloganFindings out;
    auto const looked = store_.read([&](store::Tx const& tx) -> Result<> {
        out = wordFindings(text, tx.wrongWords().all());
        auto themes = themeFindings(text, tx.themes().all());
        out.insert(out.end(), std::make_move_iterator(themes.begin()),
                   std::make_move_iterator(themes.end()));
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

SloganReviews& Library::reviews() {
    return state_->reviews;
}

}  // namespace tocsin::library
