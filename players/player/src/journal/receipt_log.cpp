// SPDX-License-Identifier: Apache-2.0
#include "journal/receipt_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "engine/files.hpp"
#include "journal/checked_lines.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::player {
namespace {

constexpr ::mode_t kMode = 0600;
constexpr std::size_t kMostBytes = 64 << 20;

/// Up to here the file is whole: what comes behind a torn line could not be told from it.
Result<std::size_t> goodBytes(std::filesystem::path const& file) {
    auto const bytes = files::read(file, kMostBytes);
    if (!bytes) {
        return bytes.error().code == Errc::notFound ? Result<std::size_t>(0) : bytes.error();
    }
    return readAllChecked(*bytes).goodBytes;
}

}  // namespace

std::filesystem::path ReceiptLog::beside(std::filesystem::path const& batches) {
    return std::filesystem::path(batches).replace_extension(".receipts");
}

Result<> ReceiptLog::append(std::filesystem::path const& batches, std::string const& receipt) {
    auto const path = beside(batches);
    auto const good = goodBytes(path);
    if (!good) {
        return good.error();
    }
    Fd fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kMode));
    if (!fd) {
        return files::failed("open", path);
    }
    if (auto done = files::cutTo(fd.get(), *good, path); !done) {
        return done;
    }
    auto done = files::writeAll(fd.get(), framed(messages::base64(receipt)), path);
    if (!done) {
        (void)files::cutTo(fd.get(), *good, path);  // where that fails too, the next one does it
    }
    return done;
}

void ReceiptLog::remove(std::filesystem::path const& batches) {
    std::error_code ignored;
    std::filesystem::remove(beside(batches), ignored);
}

}  // namespace tocsin::player
