// SPDX-License-Identifier: Apache-2.0
// Fetching a file that is addressed by its digest: resumed, verified, then renamed into place.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "tocsin/messages/crypto.hpp"
#include "transfer.hpp"

namespace tocsin::session {
namespace {

namespace fs = std::filesystem;

Error fileError(std::string const& doing, fs::path const& file, int number) {
    if (number == ENOSPC || number == EDQUOT) {
        return {Errc::exhausted,
                "the disk is full: cannot " + doing + " " + file.string() + "; free some space"};
    }
    return {Errc::unavailable, "cannot " + doing + " " + file.string() + ": " +
                                   std::generic_category().message(number)};
}

/// The file that grows while a transfer runs and stays when it is cut.
class Part {
public:
    explicit Part(fs::path file) : file_(std::move(file)) {}
    ~Part() {
        if (fd_ >= 0) {
            ::close(fd_);
        }
    }
    Part(Part const&) = delete;
    Part& operator=(Part const&) = delete;

    Result<> open() {
        fd_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        auto const end = fd_ >= 0 ? ::lseek(fd_, 0, SEEK_END) : -1;
        if (end < 0) {
            return fileError("write", file_, errno);
        }
        size_ = end;
        return {};
    }
    [[nodiscard]] std::int64_t size() const noexcept { return size_; }

    Result<> clear() {
        if (size_ != 0 && (::ftruncate(fd_, 0) != 0 || ::lseek(fd_, 0, SEEK_SET) != 0)) {
            return fileError("write", file_, errno);
        }
        size_ = 0;
        return {};
    }
    Result<> append(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const n = ::write(fd_, bytes.data(), bytes.size());
            if (n < 0 && errno != EINTR) {
                return fileError("write", file_, errno);
            }
            if (n > 0) {
                bytes.remove_prefix(static_cast<std::size_t>(n));
                size_ += n;
            }
        }
        return {};
    }
    Result<> moveTo(fs::path const& target) {
        if (::fsync(fd_) != 0) {
            return fileError("write", file_, errno);
        }
        if (::rename(file_.c_str(), target.c_str()) != 0) {
            return fileError("rename to", target, errno);
        }
        auto const parent = target.parent_path();
        int const directory =
            ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int const failed = directory < 0 || ::fsync(directory) != 0 ? errno : 0;
        ::close(directory);
        return failed == 0 ? Result<>{} : fileError("sync the directory of", target, failed);
    }
    void remove() noexcept { ::unlink(file_.c_str()); }
    [[nodiscard]] fs::path const& file() const noexcept { return file_; }

private:
    fs::path file_;
    int fd_ = -1;
    std::int64_t size_ = 0;
};

/// Writes what a server sends to the part, from where the reply says it begins.
class PartWriter {
public:
    PartWriter(Part& part, std::int64_t expected)
        : part_(part), expected_(expected), resumed_(part.size()) {}

    Result<> take(ReplyHead const& head, std::string_view bytes) {
        if (head.status != 200 && head.status != 206) {
            return {};  // the text of a refusal
        }
        if (!begun_) {
            begun_ = true;
            if (auto ready = begin(head); !ready) {
                return ready;
            }
        }
        if (part_.size() + static_cast<std::int64_t>(bytes.size()) > expected_) {
            return Error{Errc::damaged, "the server sends more than the " +
                                            std::to_string(expected_) + " bytes expected"};
        }
        return part_.append(bytes);
    }

private:
    Result<> begin(ReplyHead const& head) {
        if (head.status == 200) {
            return part_.clear();  // the server ignored the range and sends all of it
        }
        auto const range = head.headers.find("content-range");
        auto const due = "bytes " + std::to_string(resumed_) + "-";
        if (range == head.headers.end() || !range->second.starts_with(due)) {
            return Error{Errc::damaged, "the server sends another range than the one asked for"};
        }
        return {};
    }

    Part& part_;
    std::int64_t expected_;
    std::int64_t resumed_;
    bool begun_ = false;
};

struct Order {
    std::string const& url;
    std::int64_t bytes;
    TransferPolicy const& policy;
    std::stop_token const& stop;
    Progress const& progress;
    HttpHeaders const& headers;
};

/// One transfer from where the part ends. The reply's status, or an error.
Result<int> fetchRest(Part& part, Order const& order) {
    HttpRequest request;
    request.url = order.url;
    request.headers = order.headers;
    auto const from = part.size();
    if (from > 0) {
        request.headers["Range"] = "bytes=" + std::to_string(from) + "-";
    }
    PartWriter writer(part, order.bytes);
    Progress const report = [&order, &part](std::int64_t, std::int64_t) {
        order.progress(part.size(), order.bytes);
    };
    auto const head =
        transfer(request, order.policy, order.stop, order.progress ? report : Progress{},
                 [&writer](ReplyHead const& reply, std::string_view bytes) {
                     return writer.take(reply, bytes);
                 });
    if (!head) {
        return head.error();
    }
    return head->status;
}

Result<> fetchAll(Part& part, Order const& order) {
    if (part.size() > order.bytes) {
        if (auto cleared = part.clear(); !cleared) {
            return cleared;
        }
    }
    bool again = true;
    while (part.size() < order.bytes) {
        auto const status = fetchRest(part, order);
        if (!status) {
            return status.error();
        }
        if (*status == 416 && part.size() > 0 && again) {
            again = false;
            if (auto cleared = part.clear(); !cleared) {
                return cleared;
            }
            continue;
        }
        if (*status == 404) {
            return Error{Errc::notFound, order.url + " does not exist on the server"};
        }
        if (*status != 200 && *status != 206) {
            bool const forbidden = *status == 401 || *status == 403;
            return Error{forbidden ? Errc::permission : Errc::unavailable,
                         order.url + ": the server answered " + std::to_string(*status)};
        }
        if (part.size() < order.bytes) {
            return Error{Errc::damaged, order.url + " has " + std::to_string(part.size()) +
                                            " bytes on the server, expected " +
                                            std::to_string(order.bytes)};
        }
    }
    return {};
}

}  // namespace

Result<> fetchVerified(std::string const& url, fs::path const& target, Digest const& expected,
                       std::int64_t expectedBytes, TransferPolicy const& policy,
                       std::stop_token stop, Progress const& progress, HttpHeaders const& headers) {
    if (expectedBytes > policy.mostBytes) {
        return Error{Errc::exhausted, url + " has " + std::to_string(expectedBytes) +
                                          " bytes, more than the " +
                                          std::to_string(policy.mostBytes) + " allowed"};
    }
    auto partFile = target;
    partFile += ".part";
    Part part(std::move(partFile));
    if (auto opened = part.open(); !opened) {
        return opened;
    }
    if (auto fetched = fetchAll(part, {url, expectedBytes, policy, stop, progress, headers});
        !fetched) {
        if (fetched.error().code == Errc::damaged) {
            part.remove();
        }
        return fetched;
    }
    auto const digest = messages::sha256File(part.file());
    if (!digest) {
        return digest.error();
    }
    if (*digest != expected) {
        part.remove();
        return Error{Errc::damaged, url + ": the bytes have digest " + digest->hex() +
                                        ", expected " + expected.hex()};
    }
    return part.moveTo(target);
}

}  // namespace tocsin::session
