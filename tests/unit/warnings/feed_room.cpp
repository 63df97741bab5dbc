// SPDX-License-Identifier: Apache-2.0
#include "feed_room.hpp"

#include <algorithm>

namespace tocsin::warnings {

void FakeFeedWeb::answer(std::string const& url, std::string const& body, std::string const& etag,
                         std::string const& modified) {
    std::scoped_lock const lock(mutex_);
    answers_.insert_or_assign(url, FeedAnswer{200, etag, modified, "", body});
}

void FakeFeedWeb::refuse(std::string const& url, int status, std::string const& retryAfter) {
    std::scoped_lock const lock(mutex_);
    answers_.insert_or_assign(url, FeedAnswer{status, "", "", retryAfter, ""});
}

void FakeFeedWeb::breakOff(std::string const& url, Error error) {
    std::scoped_lock const lock(mutex_);
    answers_.insert_or_assign(url, std::move(error));
}

void FakeFeedWeb::hold(std::string const& url) {
    std::scoped_lock const lock(mutex_);
    held_.insert(url);
}

void FakeFeedWeb::letGo() {
    {
        std::scoped_lock const lock(mutex_);
        held_.clear();
    }
    changed_.notify_all();
}

void FakeFeedWeb::forbid(std::string const& url) {
    std::scoped_lock const lock(mutex_);
    forbidden_.insert(url);
}

std::vector<FeedGet> FakeFeedWeb::asked() const {
    std::scoped_lock const lock(mutex_);
    return asked_;
}

std::size_t FakeFeedWeb::asked(std::string const& url) const {
    auto const all = asked();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](FeedGet const& one) { return one.url == url; }));
}

FeedGet FakeFeedWeb::last(std::string const& url) const {
    auto const all = asked();
    auto const found =
        std::find_if(all.rbegin(), all.rend(), [&](FeedGet const& one) { return one.url == url; });
    if (found == all.rend()) {
        ADD_FAILURE() << url << " was not asked for";
        return {};
    }
    return *found;
}

void FakeFeedWeb::awaitHeld(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(
        changed_.wait_for(lock, std::chrono::seconds(30), [&] { return waiting_ == count; }));
}

Result<> FakeFeedWeb::check(std::string const& url) const {
    std::scoped_lock const lock(mutex_);
    if (forbidden_.contains(url)) {
        return Error{Errc::permission, shown(url) + " may not be fetched: add hosts = [\"…\"]"};
    }
    return {};
}

std::string FakeFeedWeb::shown(std::string const& url) const {
    return url.substr(0, url.find('?'));
}

Result<std::string> FakeFeedWeb::absolute(std::string const& base,
                                          std::string const& reference) const {
    if (reference.starts_with("https://")) {
        return reference;
    }
    if (reference.find(':') != std::string::npos) {
        return Error{Errc::invalid, "\"" + reference + "\" cannot be fetched"};
    }
    auto const path = base.substr(0, base.find('?'));
    return path.substr(0, path.rfind('/') + 1) + reference;
}

Result<FeedAnswer> FakeFeedWeb::get(FeedGet const& request, std::stop_token stop) const {
    std::unique_lock lock(mutex_);
    asked_.push_back(request);
    if (onGet_) {
        onGet_();
    }
    if (held_.contains(request.url)) {
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, stop, [&] { return !held_.contains(request.url); });
        --waiting_;
    }
    if (stop.stop_requested()) {
        return Error{Errc::cancelled, "the request was stopped"};
    }
    auto const found = answers_.find(request.url);
    if (found == answers_.end()) {
        return Error{Errc::notFound, "no such host"};
    }
    auto const& answer = found->second;
    bool const same =
        answer && ((!request.etag.empty() && request.etag == answer->etag) ||
                   (!request.modified.empty() && request.modified == answer->modified));
    return same ? Result<FeedAnswer>(FeedAnswer{304, "", "", "", ""}) : answer;
}

FeedRoom::FeedRoom() {
    settings_.senders = {{"met@example.invalid", true, {}}};
    open();
    settingsOfFeeds_.now = [this] { return now_; };
    settingsOfFeeds_.steady = [this] { return steady_; };
    settingsOfFeeds_.random = [this] { return random_; };
    settingsOfFeeds_.take = [this](std::string const& xml, std::string const& from) {
        return warnings_->takeCap(xml, from);
    };
    settingsOfFeeds_.later = [this](std::function<void()> task) {
        tasks_.push_back(std::move(task));
    };
}

FeedRoom::~FeedRoom() {
    feeds_.reset();
}

void FeedRoom::openFeeds(std::vector<FeedSource> sources) {
    settingsOfFeeds_.sources = std::move(sources);
    feeds_ = std::make_unique<Feeds>(*store_, web_, settingsOfFeeds_);
}

void FeedRoom::tick() {
    for (feeds_->pollDue(); !tasks_.empty(); feeds_->pollDue()) {
        auto const task = std::move(tasks_.front());
        tasks_.pop_front();
        task();
    }
}

std::int64_t FeedRoom::secondsToNextPoll(std::int64_t most) {
    auto const polls = feed().polls;
    for (std::int64_t seconds = 1; seconds <= most; ++seconds) {
        pass(Milliseconds(1'000));
        if (feed().polls > polls) {
            return seconds;
        }
    }
    return -1;
}

FeedFacts FeedRoom::feed(std::string const& name) const {
    for (auto& one : feeds_->facts()) {
        if (one.name == name) {
            return one;
        }
    }
    ADD_FAILURE() << "no feed " << name;
    return {};
}

std::vector<std::string> FeedRoom::codes() const {
    std::vector<std::string> out;
    for (auto const& finding : feed().findings) {
        out.push_back(finding.code);
    }
    return out;
}

access::Response FeedRoom::askFeeds(std::string const& method, std::string const& path) {
    for (auto const& route : feeds_->routes()) {
        auto parameters = access::match(route.pattern, path);
        if (route.method == method && parameters) {
            access::Request const request{method, path, std::move(*parameters), {}, {}, "", {}};
            auto const answer = route.handler(zhang_, request);
            return answer ? *answer : access::problem(answer.error());
        }
    }
    ADD_FAILURE() << "no route " << method << " " << path;
    return {};
}

std::string FeedRoom::atom(std::string const& entries) {
    return "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>t</title>"
           "<updated>2026-06-01T08:00:00Z</updated>" +
           entries + "</feed>";
}

std::string FeedRoom::linking(std::string const& id, std::string const& link,
                              std::string const& updated) {
    return "<entry><id>" + id + "</id><title>暴雨</title>" +
           (updated.empty() ? "" : "<updated>" + updated + "</updated>") +
           "<link type=\"application/cap+xml\" href=\"" + link + "\"/></entry>";
}

std::string FeedRoom::holding(DraftCap const& message) {
    auto const xml = message.xml();
    return "<entry><id>" + message.identifier +
           "</id><title>暴雨</title><updated>2026-06-01T08:00:00Z</updated><content "
           "type=\"text/xml\">" +
           xml.substr(xml.find("<alert")) + "</content></entry>";
}

}  // namespace tocsin::warnings
