// SPDX-License-Identifier: Apache-2.0
#include "feed_polling.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <random>

namespace tocsin::app {
namespace {

namespace asio = boost::asio;

/// So often it is asked which feeds are due.
constexpr Milliseconds kLookEvery{1'000};
constexpr Milliseconds kConnect{10'000};
constexpr Milliseconds kStalled{15'000};
constexpr char kAccept[] =
    "application/atom+xml, application/rss+xml, application/cap+xml, application/xml;q=0.9, "
    "*/*;q=0.5";

std::string headerOf(outbound::Head const& head, char const* name) {
    auto const found = head.headers.find(name);
    return found == head.headers.end() ? std::string() : found->second;
}

warnings::FeedsSettings settingsOf(config::WarningConfig const& config,
                                   warnings::Warnings& warnings, session::Clock& clock,
                                   asio::thread_pool& threads) {
    warnings::FeedsSettings settings;
    for (auto const& feed : config.feeds) {
        settings.sources.push_back({feed.name, feed.url, feed.every});
    }
    settings.now = [&clock] { return clock.now(); };
    settings.steady = [&clock] { return Milliseconds(clock.monotonicMs()); };
    settings.random = [] { return std::uint64_t{std::random_device()()}; };
    settings.take = [&warnings](std::string const& xml, std::string const& from) {
        return warnings.takeCap(xml, from);
    };
    settings.later = [&threads](std::function<void()> task) {
        asio::post(threads, std::move(task));
    };
    return settings;
}

}  // namespace

Result<> OutboundFeedWeb::check(std::string const& url) const {
    return outbound_.check(url);
}

std::string OutboundFeedWeb::shown(std::string const& url) const {
    auto const shown = outbound::Outbound::shown(url);
    return shown ? *shown : std::string();
}

Result<std::string> OutboundFeedWeb::absolute(std::string const& base,
                                              std::string const& reference) const {
    return outbound::Outbound::absolute(base, reference);
}

Result<warnings::FeedAnswer> OutboundFeedWeb::get(warnings::FeedGet const& request,
                                                  std::stop_token stop) const {
    outbound::Limits limits;
    limits.connect = std::min(kConnect, request.whole);
    limits.stalled = std::min(kStalled, request.whole);
    limits.whole = request.whole;
    limits.mostBytes = request.mostBytes;
    warnings::FeedAnswer answer;
    outbound::Receiver receiver;
    receiver.takes = [&answer](std::string_view bytes) -> Result<> {
        answer.body += bytes;
        return {};
    };
    auto const head =
        outbound_.get({request.url, request.etag, request.modified, {{"Accept", kAccept}}}, limits,
                      std::move(stop), receiver);
    if (!head) {
        return head.error();
    }
    answer.status = head->status;
    answer.address = head->address;
    answer.etag = headerOf(*head, "etag");
    answer.modified = headerOf(*head, "last-modified");
    answer.retryAfter = headerOf(*head, "retry-after");
    return answer;
}

FeedPolling::FeedPolling(config::WarningConfig const& config, store::Store& store,
                         outbound::Outbound const& outbound, warnings::Warnings& warnings,
                         session::Clock& clock)
    : clock_(clock),
      web_(outbound),
      threads_(std::max<std::size_t>(config.feeds.size(), 1)),
      feeds_(store, web_, settingsOf(config, warnings, clock, threads_)) {}

asio::awaitable<void> FeedPolling::run() {
    for (;;) {
        feeds_.pollDue();
        co_await clock_.sleepFor(kLookEvery);
    }
}

}  // namespace tocsin::app
