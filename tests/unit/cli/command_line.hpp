// SPDX-License-Identifier: Apache-2.0
// tocsin's command line against a controller that gives canned answers.
#pragma once

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "fake_controller.hpp"
#include "tocsin/cli/cli.hpp"

namespace tocsin::cli::test {

class CommandLine : public testing::Test {
protected:
    /// The exit code; what was written stands in `out` and `err`.
    int tocsin(std::vector<std::string> const& arguments, Language language = Language::english) {
        std::ostringstream o, e;
        environment.controller = controller.address();
        environment.language = language;
        auto const code = run(arguments, environment, o, e, {});
        out = o.str();
        err = e.str();
        return code;
    }
    /// The body of the last request.
    boost::json::value sent() { return boost::json::parse(controller.asked().back().body); }

    FakeController controller;
    Environment environment;  ///< but for the controller and the language
    std::string out, err;
};

}  // namespace tocsin::cli::test
