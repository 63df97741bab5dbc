// SPDX-License-Identifier: Apache-2.0
#include "start_rows.hpp"

#include <boost/json.hpp>

namespace tocsin::app {
namespace {

constexpr char kSettingsKey[] = "applied-settings";
constexpr char kRootKey[] = "root-is-here";
constexpr std::size_t kMostDetail = 2'000;

std::string toText(AppliedSettings const& settings) {
    boost::json::object out;
    for (auto const& [key, value] : settings) {
        out[key] = value;
    }
    return boost::json::serialize(out);
}

AppliedSettings fromText(std::string const& text) {
    AppliedSettings out;
    boost::system::error_code ec;
    auto const value = boost::json::parse(text, ec);
    if (!ec && value.is_object()) {
        for (auto const& [key, one] : value.as_object()) {
            if (one.is_string()) {
                out.emplace(std::string(key), std::string(one.as_string()));
            }
        }
    }
    return out;
}

/// "plan.days 8 -> 4; guard.screens left out, was 10"
std::string difference(AppliedSettings const& before, AppliedSettings const& after) {
    std::string out;
    auto const add = [&](std::string const& text) { out += (out.empty() ? "" : "; ") + text; };
    for (auto const& [key, value] : after) {
        auto const was = before.find(key);
        if (was == before.end()) {
            add(key + " is " + value);
        } else if (was->second != value) {
            add(key + " " + was->second + " -> " + value);
        }
    }
    for (auto const& [key, value] : before) {
        if (!after.contains(key)) {
            add(key + " left out, was " + value);
        }
    }
    return out.size() <= kMostDetail ? out : out.substr(0, kMostDetail) + " …";
}

Result<> keep(store::Store& store, std::string const& key, std::string const& value,
              store::AuditEntry const& entry) {
    return store.write(
        [&](store::Tx& tx) -> Result<> {
            tx.settings().put(key, value);
            return {};
        },
        entry);
}

}  // namespace

Result<> noteStart(store::Store& store, AppliedSettings const& settings,
                   keys::IssuedKeys const& keys) {
    std::optional<std::string> before, root;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        before = tx.settings().get(kSettingsKey);
        root = tx.settings().get(kRootKey);
        return {};
    });
    if (!looked) {
        return looked;
    }
    if (auto done = store.write([](store::Tx&) -> Result<> { return {}; },
                                {"controller", "controller.start", TOCSIN_VERSION, ""});
        !done) {
        return done;
    }
    if (auto const text = toText(settings); text != before) {
        auto const detail = difference(before ? fromText(*before) : AppliedSettings(), settings);
        if (auto done = keep(store, kSettingsKey, text,
                             {"controller", "config.changed", "controller", detail});
            !done) {
            return done;
        }
    }
    std::string const here = keys.rootIsHere ? "here" : "away";
    if (here == root) {
        return {};
    }
    return keep(store, kRootKey, here,
                {"controller", "keys.root", keys.set.root.fingerprint(),
                 keys.rootIsHere ? "the root key is on the controller's machine"
                                 : "the root key is not on the controller's machine"});
}

}  // namespace tocsin::app
