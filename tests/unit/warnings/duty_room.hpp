// SPDX-License-Identifier: Apache-2.0
// Warnings over a real store and keys in files, with duty officers who ask at the routes, and CAP
// messages made here.
#pragma once

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>

#include "support/interposed_store.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/store/people.hpp"
#include "tocsin/store/warnings.hpp"
#include "tocsin/warnings/warnings.hpp"

namespace tocsin::warnings {

/// Keys in files, whose warning key a test can make fail.
class WarningSigner final : public keys::Signer {
public:
    explicit WarningSigner(std::filesystem::path const& directory)
        : inner_(keys::openFileSigner(directory, keys::MissingKey::make).value()) {}
    keys::IssuedKeys const& issued() const override { return inner_->issued(); }
    Result<messages::Signature> sign(keys::Role role, std::string const& bytes) const override {
        if (broken || breaksAfter == 0) {
            return Error{Errc::unavailable, "the signer process ended"};
        }
        breaksAfter -= breaksAfter > 0 ? 1 : 0;
        return inner_->sign(role, bytes);
    }
    bool broken = false;
    mutable int breaksAfter = -1;  ///< so many signatures later it is broken; -1: never

private:
    std::unique_ptr<keys::Signer> inner_;
};

/// A CAP message in the making.
struct DraftCap {
    std::string identifier = "a-1", sender = "met@example.invalid";
    std::string sent = "2026-06-01T07:50:00+00:00";
    std::string type = "Alert", status = "Actual", scope = "Public";
    std::string references;  ///< as in the message
    std::string colour = "orange", headline = "暴雨橙色预警信号", responseType;
    std::string expires = "2026-06-01T12:00:00+00:00";
    std::string area = "<geocode><valueName>GB/T 2260</valueName><value>330100</value></geocode>";
    std::string more;  ///< before the end of the message

    [[nodiscard]] std::string xml() const;
    [[nodiscard]] std::string reference() const { return sender + "," + identifier + "," + sent; }
};

class DutyRoom : public testing::Test {
protected:
    DutyRoom() {
        std::string name = testing::TempDir() + "warnings-XXXXXX";
        directory_ = ::mkdtemp(name.data());
        store_ = std::make_unique<test::InterposedStore>(
            store::openSqliteStore(directory_, [this] { return now_; }).value());
        signer_ = std::make_unique<WarningSigner>(directory_ / "keys");
        settings_.senders = {{"met@example.invalid", false, {}}};
        addUnit("bureau", "", "330100");
        addUnit("east", "bureau", "330102");
        addUnit("west", "bureau", "330106");
        addScreen("bar-east", "east", 192, 32, {"outdoor"});
        addScreen("wall-east", "east", 960, 540, {"outdoor"});
        addScreen("lobby-west", "west", 1920, 1080, {"lobby"});
        open();
    }
    ~DutyRoom() override {
        warnings_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_);
    }
    /// As after a start of the controller.
    void open() {
        warnings_ = std::make_unique<Warnings>(
            *store_, *signer_, [this] { return now_; }, settings_);
        warnings_->onSigned([this](std::vector<Addressed> sent) {
            signed_.insert(signed_.end(), sent.begin(), sent.end());
        });
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
    void addUnit(std::string const& handle, std::string const& parent, std::string const& code) {
        change([&](store::Tx& tx) { tx.units().put({handle, handle, parent, code}); });
    }
    void addScreen(std::string const& id, std::string const& unit, int width, int height,
                   std::vector<std::string> tags) {
        store::Screen screen;
        screen.id = ScreenId(id);
        screen.name = id + " name";
        screen.unit = unit;
        screen.width = width;
        screen.height = height;
        screen.tags = std::move(tags);
        change([&](store::Tx& tx) { tx.screens().put(screen); });
    }
    void retire(std::string const& id) {
        change([&](store::Tx& tx) {
            auto screen = tx.screens().find(ScreenId(id)).value();
            screen.retired = true;
            tx.screens().put(screen);
        });
    }

    /// Somebody with both rights for these units; none: for all.
    static access::Principal officer(std::string name, std::vector<std::string> const& units = {}) {
        access::UnitSet reach = units.empty() ? access::UnitSet::all() : access::UnitSet();
        for (auto const& unit : units) {
            reach.add(unit);
        }
        access::Principal out{std::move(name), {}};
        out.permissions[access::Permission::raiseWarnings] = reach;
        out.permissions[access::Permission::viewWarnings] = reach;
        out.unit = units.empty() ? "bureau" : units.front();
        return out;
    }
    access::Response ask(access::Principal const& who, std::string const& method,
                         std::string const& target, std::string const& body = "");
    boost::json::object json(access::Principal const& who, std::string const& method,
                             std::string const& target, std::string const& body = "",
                             int status = 200) {
        auto const answer = ask(who, method, target, body);
        EXPECT_EQ(answer.status, status) << method << " " << target << " " << answer.body;
        return boost::json::parse(answer.body).as_object();
    }
    boost::json::object raise(std::string const& body, int status = 201) {
        return json(zhang_, "POST", "/api/v1/warnings", body, status);
    }
    boost::json::object act(access::Principal const& who, boost::json::object const& warning,
                            std::string const& word, std::string const& body = "{}",
                            int status = 200) {
        return json(who, "POST", "/api/v1/warnings/" + idOf(warning) + "/" + word, body, status);
    }
    boost::json::object show(std::string const& id) {
        return json(zhang_, "GET", "/api/v1/warnings/" + id);
    }
    static std::string idOf(boost::json::object const& warning) {
        return std::string(warning.at("id").as_string());
    }
    boost::json::object cap(DraftCap const& message, int status = 200) {
        return json(zhang_, "POST", "/api/v1/cap", message.xml(), status);
    }

    /// What the screen's player would show now: revision, action, and so on; verified.
    std::vector<messages::OpenedWarning> heldBy(std::string const& screen) {
        std::vector<messages::OpenedWarning> out;
        for (auto const& delivery : warnings_->deliveriesFor(ScreenId(screen)).value()) {
            auto opened = messages::openWarning(delivery, signer_->issued().set);
            EXPECT_TRUE(opened) << opened.error().message;
            if (opened) {
                EXPECT_EQ(opened->target.screen, ScreenId(screen));
                out.push_back(std::move(*opened));
            }
        }
        return out;
    }
    /// Headlines that the screen shows now.
    std::vector<std::string> shownOn(std::string const& screen) {
        std::vector<std::string> out;
        for (auto const& held : heldBy(screen)) {
            if (held.warning.action == messages::WarningAction::show &&
                held.target.look != playlists::WarningLook::off) {
                out.push_back(held.warning.texts.front().headline);
            }
        }
        return out;
    }
    std::vector<std::string> audited() {
        std::vector<std::string> out;
        auto const looked = store_->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& row : tx.audit().newest(200)) {
                if (row.entry.action != "test") {
                    out.insert(out.begin(), row.entry.who + " " + row.entry.action);
                }
            }
            return {};
        });
        EXPECT_TRUE(looked);
        return out;
    }

    /// For all screens, an hour from 08:00 UTC.
    static constexpr char kRain[] =
        R"({"template":"rainstorm","level":"orange","fields":{"issuer":"市气象台","area":"全市"},"where":{"all":true},"minutes":60})";
    static constexpr char kFree[] =
        R"({"headline":"东门施工请绕行","body":"请走西门","where":{"units":["east"]},"minutes":30})";

    Instant now_ = parseInstant("2026-06-01T08:00:00Z").value();
    std::filesystem::path directory_;
    WarningSettings settings_;
    std::unique_ptr<test::InterposedStore> store_;
    std::unique_ptr<WarningSigner> signer_;
    std::unique_ptr<Warnings> warnings_;
    std::vector<Addressed> signed_;  ///< all that the listener heard
    access::Principal zhang_ = officer("zhang"), li_ = officer("li");
};

}  // namespace tocsin::warnings
