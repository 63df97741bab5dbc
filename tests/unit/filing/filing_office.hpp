// SPDX-License-Identifier: Apache-2.0
// A controller of an office: its store, its keys, its activity and its routes.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "filing_values.hpp"
#include "rollup_routes.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {

class FilingOffice {
public:
    explicit FilingOffice(std::string const& name, std::vector<store::Unit> const& units)
        : directory_(std::filesystem::path(testing::TempDir()) /
                     ("filing-" + name + "-" + std::to_string(::getpid()))) {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        store_ = store::openSqliteStore(directory_, [this] { return now; }).value();
        signer_ = keys::openFileSigner(directory_ / "keys", keys::MissingKey::make, now).value();
        change([&](store::Tx& tx) {
            for (auto const& unit : units) {
                tx.units().put(unit);
            }
            store::Activity activity;
            activity.handle = "safety";
            activity.title = "安全生产月";
            activity.firstDay = "2026-06-01";
            activity.lastDay = "2026-06-30";
            tx.activities().put(activity);
        });
    }
    ~FilingOffice() {
        store_.reset();
        std::filesystem::remove_all(directory_);
    }

    template <class Change>
    void change(Change const& what) {
        auto const done = store_->write(
            [&](store::Tx& tx) -> Result<> {
                what(tx);
                return {};
            },
            {"test", "test", "test", ""});
        ASSERT_TRUE(done) << done.error().message;
    }
    template <class Look>
    auto look(Look const& what) const {
        std::optional<decltype(what(std::declval<store::Tx const&>()))> out;
        EXPECT_TRUE(store_->read([&](store::Tx const& tx) -> Result<> {
            out = what(tx);
            return {};
        }));
        return *out;
    }
    /// Frozen, as whoever made it.
    store::Filing add(store::Filing filing) {
        change([&](store::Tx& tx) { filing = tx.filings().add(filing); });
        return filing;
    }

    /// "POST /api/v1/filings/{number}/submit"
    Result<access::Response> ask(access::Principal const& who, std::string const& route,
                                 access::Request request) {
        auto const all = rollupRoutes(*store_, {[this] { return now; }, signer_.get(), {}});
        for (auto const& one : all) {
            if (one.method + " " + one.pattern == route) {
                return one.handler(who, request);
            }
        }
        return Error{Errc::internal, "there is no route " + route};
    }
    Result<access::Response> step(access::Principal const& who, std::int64_t number,
                                  std::string const& what, std::string const& body = "{}") {
        access::Request request;
        request.parameters["number"] = std::to_string(number);
        request.body = body;
        return ask(who, "POST /api/v1/filings/{number}/" + what, std::move(request));
    }
    Result<access::Response> get(access::Principal const& who, std::string const& path,
                                 std::map<std::string, std::string> query) {
        access::Request request;
        request.query = std::move(query);
        return ask(who, "GET " + path, std::move(request));
    }
    std::string exported(access::Principal const& who, std::int64_t number) {
        auto const file = step(who, number, "export");
        EXPECT_TRUE(file) << file.error().message;
        return file ? file->body : std::string();
    }
    Result<access::Response> import(access::Principal const& who, std::string const& file) {
        access::Request request;
        request.bodyFile = directory_ / "upload";
        std::ofstream(request.bodyFile, std::ios::binary) << file;
        return ask(who, "POST /api/v1/filing-files", std::move(request));
    }
    Result<access::Response> trust(access::Principal const& who, std::string const& unit,
                                   std::vector<std::string> const& keys) {
        access::Request request;
        request.parameters["unit"] = unit;
        request.body = boost::json::serialize(
            boost::json::object{{"keys", boost::json::array(keys.begin(), keys.end())}});
        return ask(who, "PUT /api/v1/filing-keys/{unit}", std::move(request));
    }
    [[nodiscard]] std::string key() const {
        return Digest{signer_->publicKey(keys::Role::ledger).bytes}.hex();
    }
    [[nodiscard]] keys::Signer const& signer() const { return *signer_; }
    [[nodiscard]] store::AuditEntry newestAudit() const {
        return look([](store::Tx const& tx) { return tx.audit().newest(1).at(0).entry; });
    }

    Instant now = hour(20);

private:
    std::filesystem::path directory_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<keys::Signer> signer_;
};

/// With all rights there are for these units.
inline access::Principal personOf(std::string const& name, access::UnitSet const& units) {
    access::Principal out;
    out.name = name;
    for (auto const permission : access::allPermissions()) {
        out.permissions[permission] = units;
    }
    return out;
}
inline access::UnitSet only(std::initializer_list<char const*> units) {
    access::UnitSet out;
    for (auto const* unit : units) {
        out.add(std::string(unit));
    }
    return out;
}

}  // namespace tocsin::filing
