// SPDX-License-Identifier: Apache-2.0
#include "carry/stick.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "engine/files.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::player::stick {
namespace {

namespace fs = std::filesystem;

constexpr int kDepth = 2;
constexpr std::size_t kMostFolders = 64;  ///< of one folder that are looked into
constexpr std::size_t kBlock = 256 << 10;
constexpr char kCopy[] = ".carry";

bool isFolder(fs::path const& path) {
    std::error_code ec;
    return fs::symlink_status(path, ec).type() == fs::file_type::directory;
}

void findBelow(fs::path const& folder, int depth, std::vector<fs::path>& out) {
    auto const own = folder / messages::kCarryFolder;
    if (isFolder(own)) {
        out.push_back(own);
        return;
    }
    if (depth == 0) {
        return;
    }
    std::error_code ec;
    std::size_t seen = 0;
    for (fs::directory_iterator at(folder, ec), end; !ec && at != end && seen < kMostFolders;
         at.increment(ec)) {
        if (isFolder(at->path())) {
            ++seen;
            findBelow(at->path(), depth - 1, out);
        }
    }
}

struct Opened {
    Fd fd;
    std::int64_t bytes = 0;
};

Result<Opened> open(fs::path const& file) {
    Opened out{Fd(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)), 0};
    if (!out.fd) {
        return files::failed("open", file);
    }
    struct stat status {};
    if (::fstat(out.fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return Error{Errc::damaged, file.string() + " is no regular file"};
    }
    out.bytes = status.st_size;
    return out;
}

Result<std::size_t> readSome(Fd const& fd, char* block, std::size_t most, fs::path const& file) {
    for (;;) {
        auto const n = ::read(fd.get(), block, most);
        if (n >= 0) {
            return static_cast<std::size_t>(n);
        }
        if (errno != EINTR) {
            return files::failed("read", file);
        }
    }
}

/// Whatever comes, at most one byte more than is wanted is read.
Result<> copyTo(Fd const& out, fs::path const& target, Opened const& in, fs::path const& file,
                messages::CarriedFile const& wanted, std::function<bool()> const& stop) {
    messages::Sha256 digest;
    std::string block(kBlock, '\0');
    std::int64_t done = 0;
    while (done <= wanted.bytes) {
        if (stop()) {
            return Error{Errc::cancelled, "stopped"};
        }
        auto const n = readSome(in.fd, block.data(), block.size(), file);
        if (!n) {
            return n.error();
        }
        if (*n == 0) {
            break;
        }
        std::string_view const part(block.data(), *n);
        digest.update(part);
        if (auto written = files::writeAll(out.get(), part, target); !written) {
            return written;
        }
        done += static_cast<std::int64_t>(*n);
    }
    if (done != wanted.bytes || digest.finish() != wanted.digest) {
        return Error{Errc::damaged, file.filename().string() + " (" + wanted.name +
                                        ") is damaged: its bytes are not those that were signed"};
    }
    return ::fsync(out.get()) == 0 ? Result<>() : files::failed("sync", target);
}

}  // namespace

std::vector<fs::path> findIn(fs::path const& root) {
    std::vector<fs::path> out;
    if (isFolder(root)) {
        findBelow(root, kDepth, out);
    }
    return out;
}

std::string markOf(fs::path const& folder, ScreenId const& screen) {
    struct stat own {};
    if (::lstat(folder.c_str(), &own) != 0) {
        return {};
    }
    auto out = std::to_string(own.st_dev) + "." + std::to_string(own.st_ino);
    struct stat index {};
    auto const file = folder / messages::kCarryScreens / screen.str() / messages::kCarryIndexFile;
    if (!screen.str().empty() && ::lstat(file.c_str(), &index) == 0) {
        out += "/" + std::to_string(index.st_size) + "." + std::to_string(index.st_mtim.tv_sec) +
               "." + std::to_string(index.st_mtim.tv_nsec);
    }
    return out;
}

Result<std::string> read(fs::path const& file, std::size_t most) {
    auto const in = open(file);
    if (!in) {
        return in.error();
    }
    if (in->bytes > static_cast<std::int64_t>(most)) {
        return Error{Errc::exhausted,
                     file.string() + " is larger than " + std::to_string(most) + " bytes"};
    }
    std::string out(static_cast<std::size_t>(in->bytes), '\0');
    std::size_t done = 0;
    while (done < out.size()) {
        auto const n = readSome(in->fd, out.data() + done, out.size() - done, file);
        if (!n) {
            return n.error();
        }
        if (*n == 0) {
            return Error{Errc::damaged, file.string() + " ends too early"};
        }
        done += *n;
    }
    return out;
}

Result<> copyContent(fs::path const& file, messages::CarriedFile const& wanted,
                     ContentCache const& cache, std::function<bool()> const& stop) {
    auto const in = open(file);
    if (!in) {
        return in.error();
    }
    auto copy = cache.path(wanted.digest);
    copy += kCopy;
    Result<> copied;
    {
        Fd const out(::open(copy.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        copied = out ? copyTo(out, copy, *in, file, wanted, stop)
                     : Result<>(files::failed("create", copy));
    }
    if (copied && ::rename(copy.c_str(), cache.path(wanted.digest).c_str()) != 0) {
        copied = files::failed("rename to", cache.path(wanted.digest));
    }
    if (!copied) {
        ::unlink(copy.c_str());
        return copied;
    }
    return files::syncFolder(cache.folder());
}

void dropCopies(ContentCache const& cache) {
    std::error_code ec;
    for (auto const& entry : fs::directory_iterator(cache.folder(), ec)) {
        if (entry.path().extension() == kCopy) {
            fs::remove(entry.path(), ec);
        }
    }
}

Result<> makeFolder(fs::path const& folder) {
    if (isFolder(folder)) {
        return {};
    }
    if (::mkdir(folder.c_str(), 0755) != 0) {
        return files::failed("make", folder);
    }
    return {};
}

}  // namespace tocsin::player::stick
