// SPDX-License-Identifier: Apache-2.0
// Many screens at once. Every row is looked at before any is taken, so that one answer names all
// that is wrong.
#include "import_route.hpp"

#include <spdlog/spdlog.h>

#include <boost/json.hpp>
#include <map>
#include <set>

#include "enrolment.hpp"
#include "screen_json.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::fleet {
namespace {

using access::Permission;
using access::Principal;
using access::Request;
using access::Response;
using StatePtr = std::shared_ptr<Fleet::State>;

constexpr std::size_t kMostRows = 2'000;
constexpr char kWishSchema[] =
    R"({"type":"object","required":["screens"],"properties":{"screens":{"type":"array","items":{"type":"object"},"maxItems":2000},"dry_run":{"type":"boolean"},"update":{"type":"boolean"},"days":{"type":"integer","minimum":1,"maximum":365}}})";
constexpr char kAnswerSchema[] =
    R"({"type":"object","required":["items","errors"],"properties":{"items":{"type":"array","items":{"type":"object","required":["row","id","action"],"properties":{"row":{"type":"integer"},"id":{"type":"string"},"action":{"enum":["add","update","unchanged","exists"]},"token":{"type":"string"},"expires":{"type":"string"}}}},"errors":{"type":"array","items":{"type":"object","required":["row","field","message"],"properties":{"row":{"type":"integer"},"field":{"type":"string"},"message":{"type":"string"}}}}}})";

/// What one row says, and what came of it.
struct Row {
    std::optional<store::Screen> screen;
    std::set<std::string> said;  ///< members that it has; of a known screen the others stay
    std::string action;
    std::string token;
};
struct Fault {
    std::size_t row;
    std::string field, message;
};
struct Wish {
    std::vector<Row> rows;
    std::vector<Fault> faults;
    bool dryRun = false, update = false;
    int days = kUsualTokenDays;
};

/// "width: expected …" and "opening[0].from: expected …" are said of a column.
Fault faultOf(std::size_t row, std::string const& message) {
    auto const colon = message.find(": ");
    if (colon == std::string::npos) {
        return {row, "", message};
    }
    auto const path = message.substr(0, colon);
    return {row, path.substr(0, path.find_first_of(".[")), message.substr(colon + 2)};
}

Wish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"screens", "dry_run", "update", "days"});
    Wish out;
    auto const flag = [&](char const* name) {
        auto const given = in.find(name);
        return given && given->boolean();
    };
    out.dryRun = flag("dry_run");
    out.update = flag("update");
    if (auto const days = in.find("days")) {
        out.days = static_cast<int>(days->integer(kTokenDays.first, kTokenDays.second));
    }
    for (auto const& row : in.at("screens").array(kMostRows)) {
        out.rows.emplace_back();
        if (auto const* members = row.value().if_object()) {
            for (auto const& [name, value] : *members) {
                out.rows.back().said.emplace(name);
            }
        }
        try {
            out.rows.back().screen = readScreen(messages::JsonReader(row.value(), ""));
        } catch (Failure const& failure) {
            out.faults.push_back(faultOf(out.rows.size() - 1, failure.error().message));
        }
    }
    return out;
}

/// The record as the row would have it: what the office says of the screen, and nothing else.
store::Screen updated(store::Screen known, Row const& row) {
    auto const& said = *row.screen;
    auto const take = [&](char const* member, auto store::Screen::*field) {
        if (row.said.contains(member)) {
            known.*field = said.*field;
        }
    };
    take("name", &store::Screen::name);
    take("unit", &store::Screen::unit);
    take("tags", &store::Screen::tags);
    take("width", &store::Screen::width);
    take("height", &store::Screen::height);
    take("zone", &store::Screen::zone);
    take("seed", &store::Screen::seed);
    take("opening", &store::Screen::opening);
    take("place", &store::Screen::place);
    take("code", &store::Screen::code);
    take("offline_site", &store::Screen::offlineSite);
    for (auto const& [member, field] : kPaperFields) {
        take(member, field);
    }
    return known;
}

class Judge {
public:
    Judge(store::Tx const& tx, Principal const& who, Wish& wish)
        : tx_(tx), who_(who), wish_(wish) {}

    /// Says of each row what is to be done, or what is wrong.
    void judge() {
        for (std::size_t i = 0; i < wish_.rows.size(); ++i) {
            if (wish_.rows[i].screen) {
                judgeRow(i, wish_.rows[i]);
            }
        }
    }

    /// Screens that are there and would become others.
    [[nodiscard]] access::Reached reached() const {
        access::Reached out;
        for (auto const& row : wish_.rows) {
            if (row.action == "update") {
                out.screens.push_back(row.screen->id);
                out.units.insert(row.screen->unit);
                out.units.insert(unitBefore_.at(row.screen->id));
                out.before +=
                    boost::json::serialize(screenJson(tx_.screens().find(row.screen->id).value()));
            }
        }
        auto const number = std::to_string(out.screens.size());
        out.english = "a table changes what " + number +
                      (out.screens.size() == 1 ? " screen is" : " screens are") +
                      " (names, units, tags, sizes, opening hours, places)";
        out.chinese =
            "表格修改 " + number + " 块屏的资料（名称、单位、标签、尺寸、开放时间、位置）";
        return out;
    }

private:
    void fault(std::size_t row, std::string field, std::string message) {
        wish_.faults.push_back({row, std::move(field), std::move(message)});
    }
    void checkUnit(std::size_t row, std::string const& unit) {
        if (!who_.may(Permission::editScreens, unit)) {
            fault(row, "unit",
                  unit.empty()
                      ? "say which unit the screen is to belong to"
                      : "you do not have the right edit-screens for the unit \"" + unit + "\"");
        } else if (!unit.empty() && !tx_.units().find(unit)) {
            fault(row, "unit", "there is no unit \"" + unit + "\"; make it with tocsin unit set");
        }
    }
    void judgeRow(std::size_t number, Row& row) {
        auto& said = *row.screen;
        auto const [first, isNew] = seen_.try_emplace(said.id, number);
        if (!isNew) {
            fault(number, "id", "\"" + said.id.str() + "\" stands in an earlier row already");
            return;
        }
        auto const known = tx_.screens().find(said.id);
        if (!known) {
            row.action = "add";
            checkUnit(number, said.unit);
            return;
        }
        if (known->retired) {
            fault(number, "id", "\"" + said.id.str() + "\" is a retired screen; choose another id");
            return;
        }
        auto next = updated(*known, row);
        row.action = next == *known ? "unchanged" : wish_.update ? "update" : "exists";
        checkUnit(number, known->unit);
        if (row.action == "update" && next.unit != known->unit) {
            checkUnit(number, next.unit);
        }
        unitBefore_[said.id] = known->unit;
        row.screen = std::move(next);
    }

    store::Tx const& tx_;
    Principal const& who_;
    Wish& wish_;
    std::map<ScreenId, std::size_t> seen_;
    std::map<ScreenId, std::string> unitBefore_;
};

boost::json::object answerOf(Wish const& wish, Instant expires) {
    boost::json::array items, errors;
    for (std::size_t i = 0; i < wish.rows.size(); ++i) {
        auto const& row = wish.rows[i];
        if (row.action.empty()) {
            continue;
        }
        boost::json::object item{{"row", i}, {"id", row.screen->id.str()}, {"action", row.action}};
        if (!row.token.empty()) {
            item["token"] = row.token;
            item["expires"] = formatInstant(expires);
        }
        items.push_back(std::move(item));
    }
    for (auto const& fault : wish.faults) {
        errors.push_back(boost::json::object{
            {"row", fault.row}, {"field", fault.field}, {"message", fault.message}});
    }
    return {{"items", std::move(items)}, {"errors", std::move(errors)}};
}

/// The problem document, and every row that is wrong.
Response refused(Wish const& wish, Instant expires) {
    auto const count = std::to_string(wish.faults.size());
    auto const& first = wish.faults.front();
    auto out = access::problem(Error{Errc::invalid, count +
                                                        " things are wrong, and nothing was "
                                                        "changed; the first: row " +
                                                        std::to_string(first.row + 1) + ", " +
                                                        first.field + ": " + first.message});
    auto body = boost::json::parse(out.body).as_object();
    for (auto& [name, value] : answerOf(wish, expires)) {
        body[name] = std::move(value);
    }
    out.body = boost::json::serialize(body);
    return out;
}

void take(store::Tx& tx, Wish& wish, messages::PublicKey const& root, Instant now,
          Instant expires) {
    for (auto& row : wish.rows) {
        if (row.action == "add") {
            auto const token = makeToken(root);
            row.token = token.text;
            row.screen->tokenDigest = token.digest;
            row.screen->tokenExpires = expires;
            row.screen->added = now;
        }
        if (row.action == "add" || row.action == "update") {
            tx.screens().put(*row.screen);
        }
    }
}

Result<Response> importScreens(StatePtr const& state, Principal const& who,
                               Request const& request) {
    auto wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    auto const now = state->clock.now();
    auto const expires = now + std::chrono::days(wish->days);
    if (wish->dryRun) {
        auto const looked = state->store.read([&](store::Tx const& tx) -> Result<> {
            Judge(tx, who, *wish).judge();
            return {};
        });
        if (!looked) {
            return looked.error();
        }
        return access::jsonResponse(answerOf(*wish, expires));
    }
    auto const root = state->signer.issued().set.root;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            Judge judged(tx, who, *wish);
            judged.judge();
            if (!wish->faults.empty()) {
                return Error{Errc::invalid, ""};  // said in full below
            }
            if (auto may = access::askGuard(request.guard, tx, judged.reached()); !may) {
                return may;
            }
            take(tx, *wish, root, now, expires);
            return {};
        },
        {who.name, "screen.import", std::to_string(wish->rows.size()) + " screens",
         wish->update ? "with changes to those that are there" : ""});
    if (!wish->faults.empty()) {
        return refused(*wish, expires);
    }
    if (!written) {
        return written.error();
    }
    if (auto const planned = state->schedule.replan(); !planned) {
        spdlog::error("replan failed err=\"{}\"", planned.error().message);
    }
    state->refreshSpares();
    return access::jsonResponse(answerOf(*wish, expires));
}

}  // namespace

access::Route importRoute(StatePtr const& state) {
    return {"POST",
            "/api/v1/screens/import",
            Permission::editScreens,
            "Add many screens at once, all or none; the answer has their one-time tokens",
            kWishSchema,
            kAnswerSchema,
            access::BodyPolicy::text,
            [state](Principal const& who, Request const& request) {
                return importScreens(state, who, request);
            }};
}

}  // namespace tocsin::fleet
