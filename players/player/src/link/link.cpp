// SPDX-License-Identifier: Apache-2.0
// Connecting again and again, with patience.
#include "link/link.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "link/link_session.hpp"
#include "link/random64.hpp"

namespace tocsin::player {
namespace asio = boost::asio;
namespace {

constexpr std::int64_t kCodeLastsMs = 600'000;

}  // namespace

Link::Link(LinkParts parts, std::optional<Bond> bond)
    : parts_(std::move(parts)),
      guard_(io_.get_executor()),
      tasks_(io_.get_executor(),
             [&log = parts_.log](std::string const& name, std::string const& what) {
                 log.error("event=task-failed task={} err=\"{}\"", name, what);
             }),
      bond_(std::move(bond)) {}

Link::~Link() {
    stop();
}

void Link::start() {
    parts_.journal.onBatch([this] { asio::post(io_, [this] { wakePlays(); }); });
    parts_.camera.onNews([this] { asio::post(io_, [this] { wakeEvidence(); }); });
    parts_.warnings.onNews([this] { asio::post(io_, [this] { wakeWarnings(); }); });
    if (parts_.instructions != nullptr) {
        parts_.instructions->onNews([this] { asio::post(io_, [this] { wakeInstructions(); }); });
    }
    tasks_.spawn("link", run());
    thread_ = std::jthread([this] { io_.run(); });
}

void Link::stop() {
    if (!thread_.joinable()) {
        return;
    }
    asio::post(io_, [this] { stopOnThread(); });
    thread_.join();
    parts_.journal.onBatch({});
    parts_.camera.onNews({});
    parts_.warnings.onNews({});
    if (parts_.instructions != nullptr) {
        parts_.instructions->onNews({});
    }
    parts_.warnings.keep();
}

void Link::stopOnThread() {
    stopping_ = true;
    guard_.reset();
    if (current_ != nullptr) {
        tasks_.spawn("link-close", closeCurrent());
    } else {
        tasks_.cancel(asio::cancellation_type::terminal);
    }
}

asio::awaitable<void> Link::closeCurrent() {
    if (current_ != nullptr) {
        co_await current_->close();
    }
}

void Link::statusChanged() {
    if (!statusPosted_.exchange(true)) {
        asio::post(io_, [this] {
            statusPosted_ = false;
            if (current_ != nullptr) {
                current_->wakeStatus();
            }
        });
    }
}

void Link::wakePlays() {
    if (current_ != nullptr) {
        current_->wakePlays();
    }
}

void Link::wakeEvidence() {
    if (current_ != nullptr) {
        current_->wakeEvidence();
    }
}

void Link::wakeInstructions() {
    if (current_ != nullptr) {
        current_->wakeInstructions();
    }
}

void Link::wakeWarnings() {
    if (current_ != nullptr) {
        current_->wakeWarnings();
    } else {
        parts_.warnings.keep();
    }
}

std::string const& Link::code() {
    auto const now = parts_.clock.monotonicMs();
    if (code_.empty() || now - codeMadeMs_ >= kCodeLastsMs) {
        code_ = pairingCode(messages::randomBytes(6));
        codeMadeMs_ = now;
    }
    return code_;
}

void Link::unreachable(Error const& error) {
    bool const another = error.code == Errc::permission;  // it answers, but is not the one
    auto const text = another ? "the controller at " + error.message +
                                    "; content goes on; if the controller was replaced on "
                                    "purpose, delete controller.pin to pair this player anew"
                              : error.message;
    if (text == lastFailure_) {
        return;
    }
    lastFailure_ = text;
    parts_.findings.set("controller", text);
    if (another) {
        parts_.log.error("event=controller-refused err=\"{}\"", text);
    } else {
        parts_.log.warn("event=controller-unreachable err=\"{}\"", text);
    }
}

asio::awaitable<void> Link::run() {
    // A stop must not keep the clean-up below from waiting for its tasks; the loop looks at
    // stopping_ itself.
    co_await asio::this_coro::throw_if_cancelled(false);
    session::ChannelLimits const limits;
    while (!stopping_) {
        auto nonce = messages::randomBytes(messages::kNonceBytes);
        auto const trust = parts_.authority.trust();
        auto channel = co_await session::connectChannel(parts_.options.controller, "/player",
                                                        limits, std::move(nonce), trust);
        if (channel && !stopping_) {
            lastFailure_.clear();
            parts_.findings.clear("controller");
            LinkSession session(*this, std::move(*channel));
            current_ = &session;
            co_await session.run();
            current_ = nullptr;
            backoff_.sessionEnded(session.lasted());
            parts_.journal.sessionEnded();
        } else if (!channel) {
            unreachable(channel.error());
        }
        if (stopping_) {
            break;
        }
        if (std::exchange(retryAtOnce_, false)) {
            continue;
        }
        try {
            co_await parts_.clock.sleepFor(backoff_.next(random64()));
        } catch (boost::system::system_error const&) {
            // Cancelled: the loop ends by stopping_.
        }
    }
}

}  // namespace tocsin::player
