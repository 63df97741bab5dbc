// SPDX-License-Identifier: Apache-2.0
// tocsin-document-worker: reads one workbook, or fills one form, from standard input to standard
// output, for the controller that started it. Its cage is closed before it reads the first byte.
#include <locale.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "tocsin/document_worker/cage.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/documents/exchange.hpp"
#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::document_worker {
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
    (void)writeAll(STDERR_FILENO, "tocsin-document-worker: " + why + "\n");
    return kFailed;
}

Result<std::string> readAll() {
    std::string out;
    std::array<char, 64 << 10> block{};
    while (out.size() <= documents::kMostQuestion) {
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

int answer(std::string const& text) {
    return writeAll(STDOUT_FILENO, text) ? 0 : kFailed;
}

template <class T>
std::string textOf(Result<T> const& made) {
    if (!made) {
        return documents::refusalText(made.error().message);
    }
    auto out = documents::toText(*made);
    // Names in forms are not looked at before; the controller takes no others.
    return isUtf8(std::string_view(out).substr(0, out.find('\n')))
               ? out
               : documents::refusalText("it holds text that is not UTF-8");
}

Result<documents::OutsideQuestion> hear() {
    auto const text = readAll();
    return text ? documents::readOutsideQuestion(*text) : text.error();
}

std::string answerTo(documents::OutsideQuestion const& question) {
    if (!question.form) {
        return textOf(documents::readSheet(question.bytes));
    }
    return textOf(*question.form == documents::FormFormat::docx
                      ? documents::fillDocx(question.bytes, question.filling)
                      : documents::fillXlsx(question.bytes, question.filling));
}

/// What the C library reads from disk for the names in archives is read while files can be opened;
/// the locale is kept, so that it is not read again.
void prepareLibraries() {
    (void)::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    (void)documents::unzip(documents::zipOf({{"表.txt", "x"}}));
}

int run() {
    prepareLibraries();
    if (auto const caged = enterCage(); !caged) {
        return complain(caged.error().message + "; nothing was looked at");
    }
    try {
        auto const question = hear();
        return question ? answer(answerTo(*question)) : complain(question.error().message);
    } catch (std::bad_alloc const&) {
        return answer(documents::refusalText("to read it takes more memory than any file may"));
    }
}

}  // namespace
}  // namespace tocsin::document_worker

int main() {
    // At once, without destructors: the cage forbids what they might ask for.
    try {
        ::_exit(tocsin::document_worker::run());
    } catch (std::exception const& failure) {
        ::_exit(tocsin::document_worker::complain(failure.what()));
    }
}
