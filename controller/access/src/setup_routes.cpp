// SPDX-License-Identifier: Apache-2.0
// The first account. No account is there by default: whoever can read the controller's data
// directory makes the first one, once.
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "people_state.hpp"

namespace tocsin::access {
namespace {

constexpr std::size_t kTokenBytes = 16;

std::string readToken(std::filesystem::path const& file) {
    std::ifstream in(file);
    std::string text;
    std::getline(in, text);
    return text;
}

Result<bool> hasAccounts(store::Store const& store) {
    bool some = false;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        some = !tx.accounts().all().empty();
        return {};
    });
    if (!read) {
        return read.error();
    }
    return some;
}

struct Wish {
    std::string token, account, name, password;
};

Wish readWish(messages::JsonReader const& in) {
    in.onlyKeys({"token", "account", "name", "password"});
    return {in.at("token").string(200), in.at("account").string(64), in.at("name").string(200),
            in.at("password").string(1'000)};
}

Result<Response> setUp(PeopleState const& state, Request const& request) {
    auto const wish = messages::readJson(request.body, readWish);
    if (!wish) {
        return wish.error();
    }
    auto const done = hasAccounts(state->store);
    if (!done) {
        return done.error();
    }
    if (*done) {
        return Error{Errc::conflict,
                     "this controller is set up already; an administrator adds further accounts"};
    }
    auto const now = state->now();
    if (auto const wait = state->attempts.wait("#setup", request.peer, now)) {
        auto out = problem({Errc::unavailable, "too many wrong tokens; wait a few minutes"}, 429,
                           "too-many");
        out.headers["Retry-After"] = std::to_string(wait->count() / 1000 + 1);
        return out;
    }
    auto const expected = readToken(state->settings.setupToken);
    bool const right = !expected.empty() && expected.size() == wish->token.size() &&
                       sodium_memcmp(expected.data(), wish->token.data(), expected.size()) == 0;
    if (!right) {
        state->attempts.failed("#setup", request.peer, now);
        state->noteRefusal({"nobody", "setup.refused", request.peer, "wrong set-up token"});
        return Error{Errc::permission,
                     "this is not the set-up token; it stands in the file setup-token of the "
                     "controller's data directory"};
    }
    if (auto fine = checkHandle("an account", wish->account); !fine) {
        return fine.error();
    }
    if (auto fine = checkPassword(wish->password, wish->account); !fine) {
        return fine.error();
    }
    auto hashed = state->hasher.hash(wish->password);
    if (!hashed) {
        return hashed.error();
    }
    store::Account account;
    account.id = store::AccountId(wish->account);
    account.name = wish->name.empty() ? wish->account : wish->name;
    account.grants = {{"administrator", ""}, {"editor", ""}, {"operations", ""}};
    account.password = std::move(*hashed);
    account.created = now;
    auto const written = state->store.write(
        [&](store::Tx& tx) -> Result<> {
            if (!tx.accounts().all().empty()) {
                return Error{Errc::conflict, "somebody else has just set this controller up"};
            }
            tx.accounts().put(account);
            return {};
        },
        {wish->account, "setup.done", wish->account, "the first account, from " + request.peer});
    if (!written) {
        return written.error();
    }
    std::error_code ignored;  // a token that stays is of no use: there is an account
    std::filesystem::remove(state->settings.setupToken, ignored);
    return jsonResponse(boost::json::object{{"account", accountJson(account, now)}}, 201);
}

}  // namespace

Result<> prepareSetup(People::State& state) {
    auto const& file = state.settings.setupToken;
    auto const done = hasAccounts(state.store);
    if (!done) {
        return done.error();
    }
    std::error_code failed;
    if (*done) {
        std::filesystem::remove(file, failed);
        return {};
    }
    if (!readToken(file).empty()) {
        return {};
    }
    std::filesystem::remove(file, failed);
    auto const text =
        messages::sha256(messages::randomBytes(32)).hex().substr(0, 2 * kTokenBytes) + "\n";
    int const out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool const written =
        out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    auto const why = errno;
    if (out >= 0) {
        ::close(out);
    }
    if (!written) {
        return Error{why == ENOSPC ? Errc::exhausted : Errc::unavailable,
                     file.string() + ": the set-up token cannot be written: " +
                         std::generic_category().message(why)};
    }
    return {};
}

Routes setupRoutes(PeopleState const& state) {
    Routes routes;
    routes.push_back({"GET", "/api/v1/setup", Permission::signedIn,
                      "Whether the first account has yet to be made", "",
                      R"({"type":"object","properties":{"needed":{"type":"boolean"}}})",
                      BodyPolicy::none,
                      [state](Principal const&, Request const&) -> Result<Response> {
                          auto const done = hasAccounts(state->store);
                          if (!done) {
                              return done.error();
                          }
                          return jsonResponse(boost::json::object{{"needed", !*done}});
                      }});
    routes.back().withoutAuthorisation = true;
    routes.push_back(
        {"POST", "/api/v1/setup", Permission::signedIn, "Make the first account",
         R"({"type":"object","required":["token","account","name","password"],"properties":{"token":{"type":"string"},"account":{"type":"string"},"name":{"type":"string"},"password":{"type":"string"}}})",
         R"({"type":"object","properties":{"account":{"type":"object"}}})", BodyPolicy::text,
         [state](Principal const&, Request const& request) { return setUp(state, request); }});
    routes.back().withoutAuthorisation = true;
    routes.back().signsIn = true;
    routes.back().success = {201};
    return routes;
}

}  // namespace tocsin::access
