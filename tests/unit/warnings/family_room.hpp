// SPDX-License-Identifier: Apache-2.0
// Families of CAP messages for tests: messages of several infos, and what screens show of them.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "duty_room.hpp"

namespace tocsin::warnings {

/// An info of a message: its headline says all of it.
struct DraftInfo {
    std::string event = "暴雨", colour = "orange", code = "330100";
    std::string headline{};  ///< empty: "暴雨 orange 330100"
    std::string more{};      ///< further elements, after the event
    [[nodiscard]] std::string says() const {
        return headline.empty() ? event + " " + colour + " " + code : headline;
    }
    [[nodiscard]] std::string xml() const {
        return "<info><language>zh-CN</language><category>Met</category><event>" + event +
               "</event>" + more +
               "<urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed"
               "</certainty><expires>2026-06-01T12:00:00+00:00</expires><senderName>市气象台"
               "</senderName><headline>" +
               says() + "</headline><parameter><valueName>severityColor</valueName><value>" +
               colour +
               "</value></parameter><area><areaDesc>x</areaDesc><geocode><valueName>"
               "GB/T 2260</valueName><value>" +
               code + "</value></geocode></area></info>";
    }
};

/// A message of infos.
struct DraftFamily {
    std::string identifier, type = "Alert";
    int minute = 0;
    std::vector<DraftInfo> infos;
    std::string references{};
    std::string sender = "met@example.invalid";

    [[nodiscard]] std::string sent() const {
        return std::string("2026-06-01T07:") + (minute < 10 ? "0" : "") + std::to_string(minute) +
               ":00+00:00";
    }
    [[nodiscard]] std::string reference() const { return sender + "," + identifier + "," + sent(); }
    [[nodiscard]] std::string xml() const {
        std::string out = "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"><identifier>" +
                          identifier + "</identifier><sender>" + sender + "</sender><sent>" +
                          sent() + "</sent><status>Actual</status><msgType>" + type +
                          "</msgType><scope>Public</scope>" +
                          (references.empty() ? "" : "<references>" + references + "</references>");
        for (auto const& info : infos) {
            out += info.xml();
        }
        return out + "</alert>";
    }
};

class FamilyRoom : public DutyRoom {
protected:
    FamilyRoom() { automatic(); }
    void automatic(bool at = true) {
        settings_.senders = {{"met@example.invalid", at, {}}};
        open();
    }
    void comes(DraftFamily const& message) {
        auto const taken = warnings_->takeCap(message.xml(), "feed cma");
        ASSERT_TRUE(taken) << taken.error().message;
    }
    std::vector<boost::json::object> listed(std::string const& state = "open") {
        std::vector<boost::json::object> out;
        auto const all = json(zhang_, "GET", "/api/v1/warnings?state=" + state);
        for (auto const& item : all.at("items").as_array()) {
            out.push_back(item.as_object());
        }
        return out;
    }
    /// By the headline that they show or wait to show, the ids of those that are open.
    std::map<std::string, std::string> ids() {
        std::map<std::string, std::string> out;
        for (auto const& one : listed()) {
            out[std::string(one.at("headline").as_string())] = idOf(one);
        }
        return out;
    }
    std::vector<std::string> sortedOn(std::string const& screen) {
        auto out = shownOn(screen);
        std::sort(out.begin(), out.end());
        return out;
    }
    /// The same room with nothing in it.
    void again() {
        warnings_.reset();
        store_.reset();
        std::filesystem::remove_all(directory_ / "again");
        std::filesystem::create_directories(directory_ / "again");
        store_ = std::make_unique<test::InterposedStore>(
            store::openSqliteStore(directory_ / "again", [this] { return now_; }).value());
        addUnit("bureau", "", "330100");
        addUnit("east", "bureau", "330102");
        addUnit("west", "bureau", "330106");
        addScreen("wall-east", "east", 960, 540, {});
        addScreen("lobby-west", "west", 1920, 1080, {});
        open();
    }
};

}  // namespace tocsin::warnings
