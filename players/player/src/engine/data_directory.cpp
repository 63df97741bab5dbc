// SPDX-License-Identifier: Apache-2.0
// Taking over a data directory.
#include "engine/data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

namespace tocsin::player {
namespace {

constexpr char kFormat[] = "tocsin-player-data/1\n";
constexpr std::chrono::milliseconds kLockLook{50};
constexpr char kRevoked[] = "revoked";
constexpr std::array kOfTheKey{
    "player.key", "controller.pin", "controller-ca.pem", "manifest.json", "orders",  "instructions",
    "levels",     "journal",        "evidence",          "inflight",      "warnings"};

/// flock(2) has no timeout: look again until the predecessor is gone.
Result<Fd> lockFile(std::filesystem::path const& file, std::chrono::milliseconds patience) {
    Fd fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!fd) {
        return files::failed("create", file);
    }
    auto const until = std::chrono::steady_clock::now() + patience;
    while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return files::failed("lock", file);
        }
        if (std::chrono::steady_clock::now() >= until) {
            return Error{Errc::conflict,
                         "the data directory " + file.parent_path().string() +
                             " is in use by another player; stop it or give another --data"};
        }
        std::this_thread::sleep_for(kLockLook);
    }
    return fd;
}

}  // namespace

Result<DataDirectory> DataDirectory::open(std::filesystem::path path,
                                          std::chrono::milliseconds patience) {
    std::error_code ec;
    std::filesystem::create_directories(path, ec);
    if (ec) {
        return Error{Errc::unavailable,
                     "cannot create the data directory " + path.string() + ": " + ec.message()};
    }
    auto lock = lockFile(path / "lock", patience);
    if (!lock) {
        return lock.error();
    }
    DataDirectory out(std::move(path), std::move(*lock));
    if (auto done = out.checkFormat(); !done) {
        return done.error();
    }
    if (auto done = out.leaveRevoked(); !done) {
        return done.error();
    }
    if (auto done = out.takeKey(); !done) {
        return done.error();
    }
    for (auto const* folder : {"cache", "journal"}) {
        std::filesystem::create_directories(out.file(folder), ec);
        if (ec) {
            return Error{Errc::unavailable,
                         "cannot create " + out.file(folder).string() + ": " + ec.message()};
        }
    }
    return out;
}

Result<> DataDirectory::checkFormat() const {
    auto const text = files::read(file("format"), 256);
    if (text && *text == kFormat) {
        return {};
    }
    if (text) {
        return Error{Errc::damaged, "the data directory " + path_.string() + " has format \"" +
                                        text->substr(0, text->find('\n')) +
                                        "\", this player knows tocsin-player-data/1"};
    }
    if (text.error().code != Errc::notFound) {
        return text.error();
    }
    return files::replace(file("format"), kFormat);
}

/// A file that names the folder, so that a move that was cut short goes on into the same.
Result<> DataDirectory::giveUpKey(Instant now) const {
    auto name = "revoked-" + formatInstant(now);
    std::replace(name.begin(), name.end(), ':', '-');
    return files::replace(file(kRevoked), name);
}

Result<> DataDirectory::leaveRevoked() const {
    auto const name = files::read(file(kRevoked), 256);
    if (!name) {
        return name.error().code == Errc::notFound ? Result<>() : name.error();
    }
    auto const folder = path_ / std::filesystem::path(*name).filename();
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    for (auto const* own : kOfTheKey) {
        if (!ec && std::filesystem::exists(file(own), ec)) {
            std::filesystem::rename(file(own), folder / own, ec);
        }
    }
    if (ec) {
        return Error{Errc::unavailable, "cannot move what belongs to the revoked key to " +
                                            folder.string() + ": " + ec.message()};
    }
    for (auto const& changed : {folder, path_}) {
        if (auto done = files::syncFolder(changed); !done) {
            return done;
        }
    }
    std::filesystem::remove(file(kRevoked), ec);
    return files::syncFolder(path_);
}

Result<> DataDirectory::takeKey() {
    auto loaded = messages::KeyPair::load(file("player.key"));
    if (loaded) {
        key_.emplace(std::move(*loaded));
        return {};
    }
    if (loaded.error().code != Errc::notFound) {
        return Error{Errc::damaged, loaded.error().message};
    }
    key_.emplace(messages::KeyPair::generate());
    return key_->save(file("player.key"));
}

std::string bootId() {
    auto text = files::read("/proc/sys/kernel/random/boot_id", 256);
    if (!text || text->size() < 36) {
        return "00000000-0000-0000-0000-000000000000";
    }
    return text->substr(0, 36);
}

}  // namespace tocsin::player
