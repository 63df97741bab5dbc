// SPDX-License-Identifier: Apache-2.0
// The `tocsin` client as a function: arguments in, text on two streams and an exit code out.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <stop_token>
#include <string>
#include <vector>

namespace tocsin::cli {

class Terminal;

/// The two languages of tables and messages. What the controller says stays as it comes.
enum class Language { english, chinese };

/// What the program takes from its surroundings.
struct Environment {
    std::string controller;  ///< TOCSIN_CONTROLLER; empty if unset
    Language language = Language::english;
    bool outIsTerminal = false;  ///< `status --watch` then redraws in place
    bool errIsTerminal = false;  ///< `media add` then shows progress
    /// Where `media add` notes what it has begun to upload, to go on after an interruption; empty:
    /// nowhere. $XDG_STATE_HOME/tocsin, or ~/.local/state/tocsin.
    std::filesystem::path state{};
    /// Where sessions and the token of a registered station are kept; empty: nowhere.
    /// $XDG_CONFIG_HOME/tocsin, or ~/.config/tocsin.
    std::filesystem::path configuration{};
    std::string token{};           ///< TOCSIN_TOKEN; goes before a session that is kept
    std::string totp{};            ///< TOCSIN_TOTP: a code for a second factor
    std::string pin{};             ///< TOCSIN_PIN
    Terminal* terminal = nullptr;  ///< where a person is asked; null: there is nobody
    int input = -1;                ///< descriptor that "-" reads from; -1: none
};

/// Reads the environment variables and asks what the standard streams are; `terminal` is left to
/// the caller. The language is Chinese
/// if the first of LC_ALL, LC_MESSAGES and LANG that is set begins with "zh".
[[nodiscard]] Environment environmentOfProcess();

/// Runs one command (`arguments` without the program's name) and returns its exit code: 0 done,
/// 1 failure, 2 usage, 3 not found, 4 permission, 5 conflict or approval needed, 6 findings,
/// 69 no controller answers, 78 configuration. Results go to `out`, everything else to `err`.
/// Blocks; a stop request ends transfers and `status --watch`. Throws nothing.
[[nodiscard]] int run(std::vector<std::string> const& arguments, Environment const& environment,
                      std::ostream& out, std::ostream& err, std::stop_token const& stop);

}  // namespace tocsin::cli
