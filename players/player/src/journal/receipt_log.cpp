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

}  // namespace

std::filesystem::path ReceiptLog::beside(std::filesystem::path const& batches) {
    return std::filesystem::path(batches).replace_extension(".receipts");
}

Result<> ReceiptLog::append(std::filesystem::path const& batches, std::string const& receipt) {
    auto const path = beside(batches);
    Fd fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kMode));
    if (!fd) {
        return files::failed("open", path);
    }
    return files::writeAll(fd.get(), framed(messages::base64(receipt)), path);
}

void ReceiptLog::remove(std::filesystem::path const& batches) {
    std::error_code ignored;
    std::filesystem::remove(beside(batches), ignored);
}

}  // namespace tocsin::player
