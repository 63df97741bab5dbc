// SPDX-License-Identifier: Apache-2.0
// Feeds of warnings, polled: the room that knows feeds, the one door to elsewhere, and a thread for
// each feed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "tocsin/config/warning_config.hpp"
#include "tocsin/outbound/outbound.hpp"
#include "tocsin/session/clock.hpp"
#include "tocsin/warnings/feeds.hpp"
#include "tocsin/warnings/warnings.hpp"

namespace tocsin::app {

/// Asks by the rules of [outbound].
class OutboundFeedWeb final : public warnings::FeedWeb {
public:
    /// `outbound` outlives it.
    explicit OutboundFeedWeb(outbound::Outbound const& outbound) : outbound_(outbound) {}
    [[nodiscard]] Result<> check(std::string const& url) const override;
    [[nodiscard]] std::string shown(std::string const& url) const override;
    [[nodiscard]] Result<std::string> absolute(std::string const& base,
                                               std::string const& reference) const override;
    [[nodiscard]] Result<warnings::FeedAnswer> get(warnings::FeedGet const& request,
                                                   std::stop_token stop) const override;

private:
    outbound::Outbound const& outbound_;
};

class FeedPolling {
public:
    /// The references outlive it.
    FeedPolling(config::WarningConfig const& config, store::Store& store,
                outbound::Outbound const& outbound, warnings::Warnings& warnings,
                session::Clock& clock);

    /// Until it is cancelled.
    [[nodiscard]] boost::asio::awaitable<void> run();
    /// Ends what is under way; join() waits for that.
    void stop() { feeds_.stop(); }
    void join() { threads_.join(); }

    [[nodiscard]] warnings::Feeds const& feeds() const { return feeds_; }

private:
    session::Clock& clock_;
    OutboundFeedWeb web_;
    boost::asio::thread_pool threads_;
    warnings::Feeds feeds_;
};

}  // namespace tocsin::app
