// SPDX-License-Identifier: Apache-2.0
// What the client takes from the variables of its process.
#include <gtest/gtest.h>

#include <cstdlib>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {
namespace {

/// Sets variables, and puts back at its end what was there.
class Variables {
public:
    Variables(std::initializer_list<std::pair<char const*, char const*>> values) {
        for (auto const& [name, value] : values) {
            auto const* before = std::getenv(name);
            before_[name] = before != nullptr ? std::optional<std::string>(before) : std::nullopt;
            ::setenv(name, value, 1);
        }
    }
    ~Variables() {
        for (auto const& [name, value] : before_) {
            if (value) {
                ::setenv(name.c_str(), value->c_str(), 1);
            } else {
                ::unsetenv(name.c_str());
            }
        }
    }
    Variables(Variables const&) = delete;
    Variables& operator=(Variables const&) = delete;

private:
    std::map<std::string, std::optional<std::string>> before_;
};

TEST(EnvironmentOfProcess, NamesWhereThingsAreKept) {
    Variables const set(
        {{"HOME", "/home/wang"}, {"XDG_CONFIG_HOME", "/etc/wang"}, {"XDG_STATE_HOME", "relative"}});
    auto const environment = environmentOfProcess();
    EXPECT_EQ(environment.configuration, "/etc/wang/tocsin");
    EXPECT_EQ(environment.state, "/home/wang/.local/state/tocsin") << "relative paths do not count";
    Variables const less{{"XDG_CONFIG_HOME", ""}};
    EXPECT_EQ(environmentOfProcess().configuration, "/home/wang/.config/tocsin");
    Variables const homeless{{"HOME", ""}};
    EXPECT_EQ(environmentOfProcess().configuration, "");
}

TEST(EnvironmentOfProcess, BringsTokenAndSecondFactor) {
    Variables const set(
        {{"TOCSIN_TOKEN", "api"}, {"TOCSIN_TOTP", "123456"}, {"TOCSIN_PIN", "4711"}});
    auto const environment = environmentOfProcess();
    EXPECT_EQ(environment.token, "api");
    EXPECT_EQ(environment.totp, "123456");
    EXPECT_EQ(environment.pin, "4711");
    EXPECT_EQ(environment.terminal, nullptr);
}

}  // namespace
}  // namespace tocsin::cli
