// SPDX-License-Identifier: Apache-2.0
// tocsin-xml-verifier: answers one question about the signatures of one message, from standard
// input to standard output, for the controller that started it. Its cage is closed before it reads
// the first byte.
#include <unistd.h>

#include <array>
#include <cerrno>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "tocsin/signatures/exchange.hpp"
#include "tocsin/xml_verifier/cage.hpp"
#include "tocsin/xml_verifier/verification.hpp"

namespace tocsin::xml_verifier {
namespace {

constexpr int kFailed = 1;

bool writeAll(int descriptor, std::string_view text) {
    while (!text.empty()) {
        auto const written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return true;
}

int complain(std::string const& why) {
    (void)writeAll(STDERR_FILENO, "tocsin-xml-verifier: " + why + "\n");
    return kFailed;
}

Result<std::string> readAll() {
    std::string out;
    std::array<char, 64 << 10> block{};
    while (out.size() <= signatures::kMostQuestion) {
        auto const got = ::read(STDIN_FILENO, block.data(), block.size());
        if (got == 0) {
            return out;
        }
        if (got < 0 && errno != EINTR) {
            return Error{Errc::unavailable, "standard input cannot be read"};
        }
        out.append(block.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    return Error{Errc::invalid, "the question is too long"};
}

int answer(signatures::Verdict const& verdict) {
    return writeAll(STDOUT_FILENO, signatures::toText(verdict)) ? 0 : kFailed;
}

Result<signatures::Question> hear() {
    auto const text = readAll();
    return text ? signatures::readQuestion(*text) : text.error();
}

int run() {
    prepareLibraries();
    if (auto const caged = enterCage(); !caged) {
        return complain(caged.error().message + "; nothing was looked at");
    }
    try {
        auto const question = hear();
        return question ? answer(verify(*question)) : complain(question.error().message);
    } catch (std::bad_alloc const&) {
        signatures::Verdict verdict;
        verdict.why = "to verify it takes more memory than any message may";
        return answer(verdict);
    }
}

}  // namespace
}  // namespace tocsin::xml_verifier

int main() {
    // At once, without destructors: the cage forbids what they might ask for.
    try {
        ::_exit(tocsin::xml_verifier::run());
    } catch (std::exception const& failure) {
        ::_exit(tocsin::xml_verifier::complain(failure.what()));
    }
}
