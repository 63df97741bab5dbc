// SPDX-License-Identifier: Apache-2.0
// tocsin's command line with a folder for what it keeps, and a person who types.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "command_line.hpp"
#include "tocsin/cli/terminal.hpp"

namespace tocsin::cli::test {

/// Types the answers that it was given, one a question; then the input has ended.
class TypingPerson : public Terminal {
public:
    std::optional<std::string> ask(std::string const& question, Echo echo,
                                   std::stop_token const& stop) override {
        asked.emplace_back(question, echo);
        if (stop.stop_requested() || answers.empty()) {
            return std::nullopt;
        }
        auto out = std::move(answers.front());
        answers.pop_front();
        return out;
    }

    std::deque<std::string> answers;
    std::vector<std::pair<std::string, Echo>> asked;
};

class SignedIn : public CommandLine {
protected:
    SignedIn() {
        std::string pattern = testing::TempDir() + "tocsin-accounts-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no temporary directory");
        }
        directory = pattern;
        environment.configuration = directory / "config" / "tocsin";
    }
    ~SignedIn() override { std::filesystem::remove_all(directory); }

    /// A person sits there.
    void types(std::deque<std::string> answers) {
        person.answers = std::move(answers);
        person.asked.clear();
        environment.terminal = &person;
    }
    std::string file(std::string const& name, std::string const& bytes) const {
        std::ofstream(directory / name, std::ios::binary) << bytes;
        return (directory / name).string();
    }
    static std::string read(std::filesystem::path const& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static unsigned modeOf(std::filesystem::path const& file) {
        struct stat status {};
        return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
    }
    [[nodiscard]] std::filesystem::path credentials() const {
        return environment.configuration / "credentials.json";
    }
    /// Signs in as wang with the token "session-token".
    void signIn() {
        controller.answer("POST /api/v1/session", 201,
                          R"({"token":"session-token","account":{"account":"wang"},)"
                          R"("permissions":[],"expires":"2026-06-01T20:00:00.000Z"})");
        ASSERT_EQ(tocsin({"login", "wang", "--password-file", file("password", "correct horse\n")}),
                  0)
            << err;
    }
    /// Makes this computer the station s1.
    void registerStation() {
        controller.answer(
            "POST /api/v1/stations", 201,
            R"({"id":"s1","name":"一号机","unit":"bureau","station":"station-token"})");
        ASSERT_EQ(tocsin({"station", "register", "一号机", "--unit", "bureau"}), 0) << err;
    }

    std::filesystem::path directory;
    TypingPerson person;
};

}  // namespace tocsin::cli::test
