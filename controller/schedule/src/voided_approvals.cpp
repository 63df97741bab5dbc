// SPDX-License-Identifier: Apache-2.0
#include "voided_approvals.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/approvals.hpp"

namespace tocsin::schedule {
namespace {

class File {
public:
    explicit File(int number) : number_(number) {}
    ~File() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    [[nodiscard]] int number() const noexcept { return number_; }

private:
    int number_;
};

Error failed(char const* what, std::filesystem::path const& file) {
    return {errno == ENOSPC ? Errc::exhausted : Errc::unavailable,
            std::string("cannot ") + what + " " + file.string() + ": " + std::strerror(errno) +
                "; it keeps approvals that were taken back from counting again"};
}

}  // namespace

Result<> VoidedApprovals::load() {
    if (loaded_ || file_.empty()) {
        loaded_ = true;
        return {};
    }
    std::error_code ec;
    if (std::filesystem::exists(file_, ec)) {
        std::ifstream in(file_);
        for (std::string line; std::getline(in, line);) {
            // A line that a power cut has torn is written again: its row is still void.
            if (auto const digest = Digest::fromHex(line)) {
                known_.insert(*digest);
            }
        }
        if (!in.eof()) {
            errno = EIO;
            return failed("read", file_);
        }
    } else if (ec) {
        errno = ec.value();
        return failed("look at", file_);
    }
    loaded_ = true;
    return {};
}

Result<> VoidedApprovals::append(std::set<Digest> const& digests) const {
    File const file(::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (file.number() < 0) {
        return failed("open", file_);
    }
    std::string lines = "\n";  // ends a torn line
    for (auto const& digest : digests) {
        lines += digest.hex() + "\n";
    }
    if (::write(file.number(), lines.data(), lines.size()) != static_cast<ssize_t>(lines.size()) ||
        ::fsync(file.number()) != 0) {
        return failed("write", file_);
    }
    return {};
}

Result<> VoidedApprovals::note(store::Tx const& tx) {
    if (auto loaded = load(); !loaded) {
        return loaded;
    }
    for (auto const& record : tx.approvals().voidedRecords()) {
        auto const digest = messages::sha256(record);
        if (!known_.contains(digest)) {
            unwritten_.insert(digest);
        }
    }
    if (unwritten_.empty() || file_.empty()) {
        return {};
    }
    if (auto written = append(unwritten_); !written) {
        return written;
    }
    known_.merge(unwritten_);
    unwritten_.clear();
    return {};
}

bool VoidedApprovals::contains(store::Approval const& approval) const {
    auto const digest = messages::sha256(approval.record);
    return known_.contains(digest) || unwritten_.contains(digest);
}

}  // namespace tocsin::schedule
