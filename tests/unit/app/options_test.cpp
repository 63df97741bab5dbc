// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "exit_codes.hpp"

namespace tocsin::app {
namespace {

int endOf(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "tocsin-controller");
    std::vector<char*> argv;
    for (auto& argument : arguments) {
        argv.push_back(argument.data());
    }
    auto const read = readOptions(static_cast<int>(argv.size()), argv.data());
    auto const* code = std::get_if<int>(&read);
    return code != nullptr ? *code : -1;
}

TEST(Options, AWrongCommandLineIsUsageAndAWrongFileConfiguration) {
    EXPECT_EQ(endOf({"--listen", "127.0.0.1:0"}), -1);
    for (auto const* wrong : {"nowhere", "127.0.0.1", "localhost:8440"}) {
        EXPECT_EQ(endOf({"--listen", wrong}), kExitUsage) << wrong;
    }
    EXPECT_EQ(endOf({"--loud"}), kExitUsage);
    auto const file = testing::TempDir() + "options-" + std::to_string(::getpid()) + ".toml";
    std::ofstream(file) << "listen = \"everywhere\"\n";
    EXPECT_EQ(endOf({"--config", file}), kExitConfiguration);
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace tocsin::app
