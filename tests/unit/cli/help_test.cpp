// SPDX-License-Identifier: Apache-2.0
// What every command says with --help.
#include "command_line.hpp"

namespace tocsin::cli::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Words = std::vector<std::string>;

/// Beneath a line that is "Subcommands:", the first word of every line that begins a command: they
/// stand two blanks in, what is said of them further.
Words commandsIn(std::string const& help) {
    Words out;
    std::istringstream lines(help);
    bool within = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() != ' ') {
            within = line == "Subcommands:";
        } else if (within && line.size() > 2 && line[1] == ' ' && line[2] != ' ') {
            out.push_back(line.substr(2, line.find(' ', 2) - 2));
        }
    }
    return out;
}

/// The lines beneath "Example:" or "Examples:" that are commands.
Words examplesIn(std::string const& help) {
    Words out;
    auto const begin = help.rfind("\nExample");
    std::istringstream lines(begin == std::string::npos ? "" : help.substr(begin));
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("  ")) {
            out.push_back(line.substr(2));
        }
    }
    return out;
}

class Help : public CommandLine {
protected:
    std::string helpOf(Words words) {
        words.emplace_back("--help");
        EXPECT_EQ(tocsin(words), 0) << err;
        return out;
    }

    /// Looks at the command, which is called so, and at all beneath it.
    void look(Words const& words, std::string const& called) {
        auto const help = helpOf(words);
        auto const examples = examplesIn(help);
        if (!examples.empty()) {
            EXPECT_THAT(examples, testing::Contains(StartsWith(called)))
                << called << " shows examples, and none is of itself";
        }
        ++seen;
        for (auto const& verb : commandsIn(help)) {
            auto beneath = words;
            beneath.push_back(verb);
            look(beneath, called + " " + verb);
        }
    }

    int seen = 0;
};

TEST_F(Help, EveryCommandShowsExamplesOfItsOwnOrNone) {
    look({}, "tocsin");
    EXPECT_GT(seen, 150) << "the commands were not found in the help";
}

TEST_F(Help, CommandsWithExamplesOfTheirOwnShowThem) {
    EXPECT_THAT(examplesIn(helpOf({"filing", "patrol"})),
                testing::Each(StartsWith("tocsin filing patrol ")));
    EXPECT_FALSE(examplesIn(helpOf({"filing", "patrol"})).empty());
    EXPECT_THAT(helpOf({}), HasSubstr("tocsin login wang"));
    EXPECT_THAT(helpOf({"filing", "due"}), Not(HasSubstr("tocsin login")));
}

}  // namespace
}  // namespace tocsin::cli::test
