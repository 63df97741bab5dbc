// SPDX-License-Identifier: Apache-2.0
#include "feed_poller.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

#include "plain_text.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::warnings {
namespace {

constexpr std::int64_t kMostDocument = kMostCapBytes;
constexpr Milliseconds kPatience{30'000};    ///< with one request
constexpr Milliseconds kRound{60'000};       ///< after this none begins any more
constexpr int kMostInARound = 200;           ///< entries
constexpr Milliseconds kFirstWait{60'000};   ///< after a failure; less where polls are denser
constexpr std::size_t kMostValidator = 500;  ///< bytes of an ETag that is sent back
constexpr std::size_t kMostSentence = 500;
constexpr std::size_t kMostFindings = 50;
constexpr std::size_t kMostOfReading = 20;

constexpr int kOk = 200, kNotModified = 304;

CapFinding finding(char const* code, std::string const& message) {
    return {code, CapFinding::Weight::error, "", bounded(message, kMostSentence)};
}

/// Not the message's fault: it is tried again.
bool mayPass(Result<> const& taken) {
    return !taken && taken.error().code != Errc::invalid;
}

/// One that is too long to be kept would not be sent back whole.
std::string validator(std::string const& header) {
    return header.size() <= kMostValidator ? header : std::string();
}

std::string_view toString(FeedReading::Kind kind) {
    switch (kind) {
        case FeedReading::Kind::atom:
            return "atom";
        case FeedReading::Kind::rss:
            return "rss";
        case FeedReading::Kind::edxl:
            return "edxl";
        default:
            return "cap";
    }
}

}  // namespace

FeedPoller::FeedPoller(FeedSource source, FeedWeb const& web, FeedsSettings const& settings,
                       std::mutex& reading)
    : source_(std::move(source)),
      web_(web),
      settings_(settings),
      reading_(reading),
      indexDue_(settings.steady()),
      lastGood_(indexDue_) {
    facts_.name = source_.name;
    facts_.url = web_.shown(source_.url);
    facts_.every = source_.every;
}

void FeedPoller::run(bool now, std::stop_token const& stop) {
    auto const began = settings_.steady();
    if (now) {
        items_.hurry(began);
    }
    if (now || indexDue_ <= began) {
        askIndex(stop);
    }
    takeWaiting(began, stop);
}

void FeedPoller::failedBy(std::string const& what) {
    endPoll(Error{Errc::internal, what}, "");
}

void FeedPoller::askIndex(std::stop_token const& stop) {
    auto answer = web_.get({source_.url, etag_, modified_, kMostDocument, kPatience}, stop);
    if (stop.stop_requested()) {
        return;
    }
    facts_.status = answer ? answer->status : 0;
    auto const header = answer ? answer->retryAfter : std::string();
    endPoll(answer ? readIndex(*answer) : Result<>(answer.error()), header);
}

/// An answer that is not good changes nothing of what is known.
Result<> FeedPoller::readIndex(FeedAnswer& answer) {
    bool const conditional = !etag_.empty() || !modified_.empty();
    if (answer.status == kNotModified && conditional) {
        return {};
    }
    if (answer.status != kOk) {
        return Error{Errc::unavailable, fmt::format("the server answers {}", answer.status)};
    }
    auto index = read(answer.body);
    if (!index) {
        return index.error();
    }
    etag_ = validator(answer.etag);
    modified_ = validator(answer.modified);
    base_ = answer.address.empty() ? source_.url : answer.address;
    facts_.kind = toString(index->kind);
    readings_ = std::move(index->findings);
    readings_.resize(std::min(readings_.size(), kMostOfReading));
    items_.list(std::move(index->entries), settings_.steady());
    return {};
}

Result<FeedReading> FeedPoller::read(std::string const& document) {
    std::lock_guard const lock(reading_);
    return readFeed(document);
}

void FeedPoller::endPoll(Result<> const& done, std::string const& retryAfterHeader) {
    auto const now = settings_.steady();
    ++facts_.polls;
    facts_.lastPoll = settings_.now();
    if (done) {
        if (facts_.failures > 0) {
            spdlog::info("feed answers again feed={} after_failures={}", source_.name,
                         facts_.failures);
        }
        facts_.failures = 0;
        facts_.error.clear();
        facts_.lastGood = facts_.lastPoll;
        lastGood_ = now;
        indexDue_ = now + source_.every;
        return;
    }
    facts_.error = bounded(done.error().message, kMostSentence);
    if (++facts_.failures == 1) {
        spdlog::warn("feed not read feed={} err=\"{}\"", source_.name, facts_.error);
    }
    auto const first = std::min<Milliseconds>(source_.every, kFirstWait);
    indexDue_ = now + std::max(waitAfter(facts_.failures, first, settings_.random()),
                               retryAfter(retryAfterHeader, settings_.now()));
}

/// Within its bounds, so that the index is asked for again in time, and a stop is heard of.
void FeedPoller::takeWaiting(Milliseconds began, std::stop_token const& stop) {
    for (int done = 0; done < kMostInARound && !stop.stop_requested(); ++done) {
        auto const now = settings_.steady();
        auto* const item =
            now - began < kRound && allowance_.ready() <= now ? items_.next(now) : nullptr;
        if (item == nullptr) {
            return;
        }
        try {
            takeIn(*item, stop);
        } catch (std::exception const& failure) {
            retry(*item, "MESSAGE_WAITS", failure.what());  // the others do not wait for it
        }
    }
}

void FeedPoller::takeIn(FeedItem& item, std::stop_token const& stop) {
    if (item.link.empty()) {
        conclude(item, takeMessage(item.cap), std::nullopt);
    } else {
        fetch(item, stop);
    }
}

void FeedPoller::fetch(FeedItem& item, std::stop_token const& stop) {
    auto const url = web_.absolute(base_.empty() ? source_.url : base_, item.link);
    auto const allowed = url ? web_.check(*url) : Result<>(url.error());
    if (!allowed) {
        FeedItems::settle(item, std::nullopt, finding("LINK_NOT_ALLOWED", allowed.error().message),
                          settings_.steady());
        return;
    }
    auto const answer = web_.get({*url, item.etag, item.modified, kMostDocument, kPatience}, stop);
    if (stop.stop_requested()) {
        return;
    }
    if (!answer) {
        retry(item, "LINK_NOT_FETCHED", answer.error().message);
        return;
    }
    takeAnswer(item, web_.shown(*url), *answer);
}

void FeedPoller::takeAnswer(FeedItem& item, std::string const& shown, FeedAnswer const& answer) {
    bool const conditional = !item.etag.empty() || !item.modified.empty();
    if (answer.status == kNotModified && conditional) {
        FeedItems::settleAsBefore(item, settings_.steady());
        return;
    }
    if (answer.status != kOk) {
        retry(item, "LINK_NOT_FETCHED",
              fmt::format("{}: the server answers {}", shown, answer.status), answer.retryAfter);
        return;
    }
    if (item.body && *item.body == messages::sha256(answer.body)) {
        FeedItems::settleAsBefore(item, settings_.steady());
    } else {
        takeDocument(item, shown, answer.body);
    }
    // Only what is settled is asked for with conditions: else it would not come again.
    item.etag = item.waiting ? "" : validator(answer.etag);
    item.modified = item.waiting ? "" : validator(answer.modified);
}

/// A message, or an envelope around some. It might be cut off, or a page that says that something
/// is wrong just now; so what cannot be read at all is asked for again.
void FeedPoller::takeDocument(FeedItem& item, std::string const& shown,
                              std::string const& document) {
    auto const reading = read(document);
    if (!reading) {
        retry(item, "LINK_NOT_READ", fmt::format("{}: {}", shown, reading.error().message));
        return;
    }
    auto const body = messages::sha256(document);
    bool const isFeed =
        reading->kind == FeedReading::Kind::atom || reading->kind == FeedReading::Kind::rss;
    bool any = false;
    Result<> taken;
    for (auto const& entry : reading->entries) {
        if (isFeed || entry.cap.empty()) {
            continue;
        }
        any = true;
        if (auto one = takeMessage(entry.cap); !one) {
            taken = std::move(one);  // what is refused for good holds up none of the others
        }
        if (mayPass(taken)) {
            break;
        }
    }
    if (!any) {
        taken = Error{Errc::invalid, shown + (isFeed ? " leads to a feed and not to a message"
                                                     : " holds no message")};
    }
    conclude(item, taken, body);
}

Result<> FeedPoller::takeMessage(std::string const& xml) {
    auto taken = settings_.take(xml, "feed " + source_.name);
    facts_.taken += taken ? 1 : 0;
    if (!mayPass(taken)) {
        allowance_.spend(xml.size(), settings_.steady());
    }
    return taken;
}

void FeedPoller::conclude(FeedItem& item, Result<> const& taken, std::optional<Digest> body) {
    if (mayPass(taken)) {
        retry(item, "MESSAGE_WAITS", taken.error().message);
        return;
    }
    FeedItems::settle(
        item, body,
        taken ? std::nullopt : std::optional(finding("MESSAGE_REFUSED", taken.error().message)),
        settings_.steady());
}

void FeedPoller::retry(FeedItem& item, char const* code, std::string const& message,
                       std::string const& retryAfterHeader) {
    auto const first = std::min<Milliseconds>(source_.every, kFirstWait);
    auto const wait = std::max(waitAfter(item.failures + 1, first, settings_.random()),
                               retryAfter(retryAfterHeader, settings_.now()));
    FeedItems::failed(item, finding(code, message), wait, settings_.steady());
}

Milliseconds FeedPoller::due() const {
    auto const waiting = items_.due();
    return waiting ? std::min(indexDue_, std::max(*waiting, allowance_.ready())) : indexDue_;
}

FeedFacts FeedPoller::facts() const {
    auto out = facts_;
    out.entries = items_.listed();
    out.waiting = items_.waiting();
    out.refused = items_.refused();
    auto const left = std::max(indexDue_ - settings_.steady(), Milliseconds(0));
    out.nextPoll = settings_.now() + left;
    if (allowance_.ready() > settings_.steady()) {
        out.findings.push_back(finding("TOO_MANY_MESSAGES",
                                       "it sends more than 1,000 messages or 64 MiB an hour; the "
                                       "rest waits"));
    }
    for (auto const& more : {items_.findings(kMostFindings), readings_}) {
        out.findings.insert(out.findings.end(), more.begin(), more.end());
    }
    out.findings.resize(std::min(out.findings.size(), kMostFindings));
    return out;
}

}  // namespace tocsin::warnings
