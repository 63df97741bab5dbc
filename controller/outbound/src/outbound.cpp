// SPDX-License-Identifier: Apache-2.0
// Who may be asked, at the beginning and after every redirect.
#include "tocsin/outbound/outbound.hpp"

#include <algorithm>

#include "allowed_addresses.hpp"
#include "exchange.hpp"
#include "target.hpp"

namespace tocsin::outbound {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMostRedirects = 5;

bool matches(HostRule const& rule, Target const& target) {
    auto const& name = target.host.name;
    // An address is nothing below a name, however it is written.
    bool const named = rule.below ? !target.host.address && name.size() > rule.name.size() + 1 &&
                                        name.ends_with("." + rule.name)
                                  : name == rule.name;
    bool const spoken = target.secure || rule.plain;
    return named && spoken && (rule.port ? target.port == *rule.port : target.hasUsualPort());
}

/// The line that would allow it.
std::string ruleFor(Target const& target) {
    return std::string(target.secure ? "" : "http://") + target.host.inUrl() +
           (target.hasUsualPort() ? "" : ":" + std::to_string(target.port));
}

Result<> checkHost(Rules const& rules, Target const& target) {
    bool const allowed = std::any_of(rules.hosts.begin(), rules.hosts.end(),
                                     [&](HostRule const& rule) { return matches(rule, target); });
    if (allowed) {
        return {};
    }
    return Error{Errc::permission,
                 target.shown +
                     " may not be fetched: its host is not allowed; whoever runs the "
                     "controller allows it with the line hosts = [\"" +
                     ruleFor(target) + "\"] under [outbound] of its configuration"};
}

/// A value that could end its header would begin another.
Result<> addHeader(std::vector<std::string>& lines, std::string const& name,
                   std::string const& value) {
    if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
        return Error{Errc::invalid, "a header may not have more than one line"};
    }
    lines.push_back(name + (value.empty() ? ";" : ": " + value));
    return {};
}

Result<> addHeaders(std::vector<std::string>& lines,
                    std::map<std::string, std::string> const& headers) {
    for (auto const& [name, value] : headers) {
        if (auto added = addHeader(lines, name, value); !added) {
            return added;
        }
    }
    return {};
}

Result<std::vector<std::string>> headersFor(Get const& request, bool firstHost) {
    std::vector<std::string> lines;
    Result<> added;
    if (!request.etag.empty()) {
        added = addHeader(lines, "If-None-Match", request.etag);
    }
    if (added && !request.modifiedSince.empty()) {
        added = addHeader(lines, "If-Modified-Since", request.modifiedSince);
    }
    if (added && firstHost) {
        added = addHeaders(lines, request.headers);
    }
    return added ? Result<std::vector<std::string>>(std::move(lines)) : added.error();
}

/// All that is decided of one request before it is made.
Result<ExchangeOrder> prepared(Rules const& rules, Resolver& resolver, Target const& target,
                               Limits const& limits, Clock::time_point until,
                               std::stop_token const& stop) {
    if (auto allowed = checkHost(rules, target); !allowed) {
        return allowed.error();
    }
    auto const left = std::chrono::duration_cast<Milliseconds>(until - Clock::now());
    if (left <= Milliseconds(0)) {
        return Error{Errc::timedOut, target.host.name + " took too long: too many redirects"};
    }
    auto addresses = allowedAddresses(rules.networks, resolver, target.host,
                                      std::min(left, limits.connect), stop);
    if (!addresses) {
        return addresses.error();
    }
    ExchangeOrder order{target, *std::move(addresses), {}, std::nullopt, rules.authorities, limits,
                        until};
    return order;
}

Result<Target> followed(Target const& from, Head const& head) {
    auto next = readReference(from, head.headers.at("location"));
    if (next && from.secure && !next->secure) {
        return Error{Errc::permission, from.shown + " redirects from https to " + next->shown +
                                           ", where anybody could read and change it"};
    }
    return next;
}

}  // namespace

Result<> Outbound::check(std::string const& url) const {
    auto const target = readTarget(url);
    if (!target) {
        return target.error();
    }
    auto const allowed = checkHost(rules_, *target);
    return allowed ? checkAddress(rules_.networks, target->host) : allowed;
}

Result<std::string> Outbound::shown(std::string const& url) {
    auto const target = readTarget(url);
    return target ? Result<std::string>(target->shown) : target.error();
}

Result<std::string> Outbound::absolute(std::string const& base, std::string const& reference) {
    auto const from = readTarget(base);
    auto const target = from ? readReference(*from, reference) : from;
    return target ? Result<std::string>(target->url) : target.error();
}

Result<std::string> Outbound::fileName(std::string const& url) {
    auto const target = readTarget(url);
    return target ? Result<std::string>(target->fileName) : target.error();
}

Result<Head> Outbound::get(Get const& request, Limits const& limits, std::stop_token stop,
                           Receiver const& receiver) const {
    auto const first = readTarget(request.url);
    if (!first) {
        return first.error();
    }
    auto const until = Clock::now() + limits.whole;
    auto target = *first;
    bool firstHost = true;
    for (int redirects = 0;; ++redirects) {
        auto order = prepared(rules_, resolver_, target, limits, until, stop);
        if (!order) {
            return order.error();
        }
        auto headers = headersFor(request, firstHost);
        if (!headers) {
            return headers.error();
        }
        order->headers = *std::move(headers);
        auto head = exchange(*order, stop, receiver);
        if (!head || !isRedirect(*head)) {
            return head;
        }
        if (redirects == kMostRedirects) {
            return Error{Errc::invalid, first->shown + " redirects more than " +
                                            std::to_string(kMostRedirects) + " times"};
        }
        auto next = followed(target, *head);
        if (!next) {
            return next.error();
        }
        // Whoever was left does not get it back by a redirect that returns.
        firstHost = firstHost && next->sameOrigin(target);
        target = *std::move(next);
    }
}

Result<Answer> Outbound::post(Post const& request, Limits const& limits,
                              std::stop_token stop) const {
    auto const target = readTarget(request.url);
    if (!target) {
        return target.error();
    }
    auto order = prepared(rules_, resolver_, *target, limits, Clock::now() + limits.whole, stop);
    if (!order) {
        return order.error();
    }
    Result<> added = addHeader(order->headers, "Content-Type", request.contentType);
    added = added ? addHeaders(order->headers, request.headers) : added;
    if (!added) {
        return added.error();
    }
    order->body = request.body;
    order->limits.mostBytes = limits.mostAnswer;
    Answer answer;
    Receiver const receiver{{}, [&answer](std::string_view bytes) -> Result<> {
                                answer.body.append(bytes);
                                return {};
                            }};
    auto head = exchange(*order, stop, receiver);
    if (!head) {
        return head.error();
    }
    if (isRedirect(*head)) {
        return Error{Errc::invalid, target->shown +
                                        " redirects what is sent to it; write the "
                                        "address at the end of that"};
    }
    answer.head = *std::move(head);
    return answer;
}

}  // namespace tocsin::outbound
