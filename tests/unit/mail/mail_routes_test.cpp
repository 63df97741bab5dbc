// SPDX-License-Identifier: Apache-2.0
// The outbox at the API: who sees which mails, and what can be done with them.
#include <boost/json.hpp>

#include "post_room.hpp"

namespace tocsin::mail {
namespace {

using access::Permission;
using outbound::MailFate;
using store::MailState;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class MailRoutesTest : public PostRoom {
protected:
    static access::Principal someone(access::UnitSet const& units) {
        access::Principal out;
        out.name = "wang";
        for (auto const permission : access::allPermissions()) {
            out.permissions[permission] = units;
        }
        return out;
    }
    Result<access::Response> ask(std::string const& route, std::string const& number = "",
                                 std::string const& body = "",
                                 std::map<std::string, std::string> query = {}) {
        for (auto const& known : mailer->routes()) {
            if (known.method + " " + known.pattern == route) {
                access::Request request;
                request.parameters = {{"number", number}};
                request.body = body;
                request.query = std::move(query);
                return known.handler(who, request);
            }
        }
        ADD_FAILURE() << "no route " << route;
        return Error{};
    }
    static boost::json::object objectOf(Result<access::Response> const& answer) {
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? boost::json::parse(answer->body).as_object() : boost::json::object();
    }
    std::vector<std::int64_t> listed(std::map<std::string, std::string> query = {}) {
        std::vector<std::int64_t> out;
        auto const list = objectOf(ask("GET /api/v1/mail", "", "", std::move(query)));
        for (auto const& one : list.at("items").as_array()) {
            out.push_back(one.at("number").as_int64());
        }
        return out;
    }

    access::Principal who = someone(access::UnitSet::all());
};

TEST_F(MailRoutesTest, EveryRouteSaysHowFarItReaches) {
    for (auto const& route : mailer->routes()) {
        auto const& reach = route.reach;
        bool const ofSite = route.pattern == "/api/v1/mail/test";
        EXPECT_EQ(reach.of == access::Reach::Of::site, ofSite) << route.pattern;
        EXPECT_EQ(reach.kind == "mail", route.pattern.find("{number}") != std::string::npos);
    }
}

TEST_F(MailRoutesTest, ListsWhatTheCallerMaySee) {
    queue(sampleMessage("a"));
    auto other = sampleMessage("b");
    other.unit = "west";
    queue(other);
    EXPECT_THAT(listed(), ElementsAre(2, 1));
    access::UnitSet east;
    east.add("east");
    who = someone(east);
    EXPECT_THAT(listed(), ElementsAre(1));
    EXPECT_TRUE(objectOf(ask("GET /api/v1/mail")).at("counts").as_object().empty());
}

TEST_F(MailRoutesTest, FiltersAndPages) {
    says(MailFate::refused, "550 no");
    queue(sampleMessage("a"));
    sendDue();
    queue(sampleMessage("b"));
    EXPECT_THAT(listed({{"state", "failed"}}), ElementsAre(1));
    EXPECT_THAT(listed({{"purpose", "x"}}), SizeIs(0));
    auto const page = objectOf(ask("GET /api/v1/mail", "", "", {{"most", "1"}}));
    EXPECT_EQ(page.at("before"), 2);
    EXPECT_EQ(page.at("counts").at("failed"), 1);
    EXPECT_THAT(listed({{"before", "2"}}), ElementsAre(1));
    EXPECT_FALSE(ask("GET /api/v1/mail", "", "", {{"state", "lost"}}));
    EXPECT_FALSE(ask("GET /api/v1/mail", "", "", {{"most", "501"}}));
}

TEST_F(MailRoutesTest, ShowsOneWithItsAttempts) {
    says(MailFate::later, "450 4.2.0 greylisted");
    queue(sampleMessage("a"));
    sendDue();
    auto const shown = objectOf(ask("GET /api/v1/mail/{number}", "1"));
    EXPECT_EQ(shown.at("text"), "请报送");
    EXPECT_EQ(shown.at("attempts").at(0).at("answer"), "450 4.2.0 greylisted");
    EXPECT_EQ(ask("GET /api/v1/mail/{number}", "2").error().code, Errc::notFound);
    EXPECT_EQ(ask("GET /api/v1/mail/{number}", "1x").error().code, Errc::notFound);
}

TEST_F(MailRoutesTest, AFailedOneIsTriedAgainAndASentOneIsNot) {
    says(MailFate::refused, "550 no");
    queue(sampleMessage("a"));
    sendDue();
    EXPECT_EQ(objectOf(ask("POST /api/v1/mail/{number}/retry", "1")).at("state"), "queued");
    sendDue();
    EXPECT_EQ(mail(1).state, MailState::sent);
    EXPECT_EQ(ask("POST /api/v1/mail/{number}/retry", "1").error().code, Errc::conflict);
    EXPECT_EQ(ask("POST /api/v1/mail/{number}/cancel", "1").error().code, Errc::conflict);
    EXPECT_THAT(trail(), Contains("mail.retry"));
}

TEST_F(MailRoutesTest, ARetryAsksAServerThatIsLeftAlone) {
    says(MailFate::noServer, "away");
    queue(sampleMessage("a"));
    sendDue();
    objectOf(ask("POST /api/v1/mail/{number}/retry", "1"));
    sendDue();
    EXPECT_EQ(mail(1).state, MailState::sent);
}

TEST_F(MailRoutesTest, ACancelledOneIsNotSent) {
    queue(sampleMessage("a"));
    EXPECT_EQ(objectOf(ask("POST /api/v1/mail/{number}/cancel", "1")).at("state"), "cancelled");
    sendDue();
    EXPECT_THAT(sent, SizeIs(0));
    meanwhile = [this] {
        EXPECT_EQ(ask("POST /api/v1/mail/{number}/cancel", "2").error().code, Errc::conflict);
    };
    queue(sampleMessage("b"));
    sendDue();
    EXPECT_EQ(mail(2).state, MailState::sent);
}

TEST_F(MailRoutesTest, ATestMailGoesToOneAddress) {
    auto const queued = objectOf(ask("POST /api/v1/mail/test", "", R"({"to":"wang@example.org"})"));
    EXPECT_EQ(queued.at("purpose"), "test");
    sendDue();
    EXPECT_THAT(sent, SizeIs(1));
    EXPECT_THAT(ask("POST /api/v1/mail/test", "", R"({"to":"a@b>,<c@d"})").error().message,
                HasSubstr("is not a mail address"));
    settings.sender.clear();
    renew();
    EXPECT_EQ(ask("POST /api/v1/mail/test", "", R"({"to":"wang@example.org"})").error().code,
              Errc::unavailable);
}

}  // namespace
}  // namespace tocsin::mail
