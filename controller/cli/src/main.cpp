// SPDX-License-Identifier: Apache-2.0
// tocsin: the command line client.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "interruption.hpp"
#include "tocsin/cli/cli.hpp"
#include "tocsin/cli/terminal.hpp"

int main(int argc, char** argv) {
    try {
        tocsin::cli::Interruption const interruption;
        std::vector<std::string> const arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
        auto const terminal = tocsin::cli::terminalOfProcess();
        auto environment = tocsin::cli::environmentOfProcess();
        environment.terminal = terminal.get();
        int const code =
            tocsin::cli::run(arguments, environment, std::cout, std::cerr, interruption.token());
        if (!std::cout.flush()) {
            std::cerr << "tocsin: cannot write the result to standard output\n";
            return code == 0 ? 1 : code;
        }
        return code;
    } catch (std::exception const& failure) {
        std::cerr << "tocsin: " << failure.what() << '\n';
        return 1;
    }
}
