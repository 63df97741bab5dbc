// SPDX-License-Identifier: Apache-2.0
#include "key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

namespace tocsin::swarm {
namespace {

constexpr char kName[] = "swarm-keys";
constexpr char kHead[] = "tocsin-swarm-keys/1";

struct Line {
    std::string token, seed;
    bool bound = false;
    std::int64_t generation = 0, counter = 0;  ///< zeros: no manifest
};
using Lines = std::map<std::string, Line>;  ///< by screen

Error damaged(std::filesystem::path const& file, std::size_t line) {
    return {Errc::damaged, file.string() + " line " + std::to_string(line) +
                               " is damaged; delete the file, and give the screens new tokens"};
}

Result<Lines> read(std::filesystem::path const& file) {
    Lines out;
    std::ifstream in(file);
    if (!in) {
        // One that is there and cannot be read must not be written over: tokens went on its keys.
        return std::filesystem::exists(file)
                   ? Result<Lines>(Error{Errc::unavailable, file.string() + " cannot be read"})
                   : out;
    }
    std::string text;
    std::getline(in, text);
    if (text != kHead) {
        return damaged(file, 1);
    }
    for (std::size_t number = 2; std::getline(in, text); ++number) {
        std::istringstream words(text);
        std::string screen;
        Line line;
        words >> screen >> line.token >> line.seed >> line.bound >> line.generation >> line.counter;
        if (!words || !messages::PublicKey::fromBase64(line.seed)) {
            return damaged(file, number);
        }
        out[screen] = std::move(line);
    }
    return out;
}

Error failed(std::filesystem::path const& file) {
    return {Errc::unavailable, file.string() + " cannot be written: " + std::strerror(errno)};
}

/// The name is on the disk as well.
void syncDirectory(std::filesystem::path const& directory) {
    auto const number = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (number >= 0) {
        ::fsync(number);
        ::close(number);
    }
}

Result<> write(std::filesystem::path const& file, Lines const& lines) {
    std::ostringstream text;
    text << kHead << '\n';
    for (auto const& [screen, line] : lines) {
        text << screen << ' ' << line.token << ' ' << line.seed << ' ' << line.bound << ' '
             << line.generation << ' ' << line.counter << '\n';
    }
    auto const bytes = text.str();
    auto const fresh = file.string() + ".new";
    auto const number =
        ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (number < 0) {
        return failed(fresh);
    }
    std::size_t done = 0;
    while (done < bytes.size()) {
        auto const count = ::write(number, bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno != EINTR) {
            break;
        }
        done += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    bool const kept = done == bytes.size() && ::fsync(number) == 0;
    auto const cause = errno;
    ::close(number);
    if (!kept || ::rename(fresh.c_str(), file.c_str()) != 0) {
        errno = kept ? errno : cause;
        auto const error = failed(file);
        ::unlink(fresh.c_str());
        return error;
    }
    syncDirectory(file.parent_path());
    return {};
}

std::string seedText(messages::KeyPair const& key) {
    auto const seed = key.seed();
    return messages::base64({reinterpret_cast<char const*>(seed.bytes.data()), seed.bytes.size()});
}

messages::KeyPair keyOf(std::string const& text) {
    messages::KeySeed seed;
    auto const bytes = messages::unbase64(text).value_or("");
    std::copy_n(bytes.begin(), std::min(bytes.size(), seed.bytes.size()), seed.bytes.begin());
    return messages::KeyPair::fromSeed(seed);
}

Identity identityOf(Enrolment enrolment, Lines const& lines) {
    auto const known = lines.find(enrolment.screen);
    if (known == lines.end() || known->second.token != enrolment.token) {
        return {std::move(enrolment), messages::KeyPair::generate(), false, std::nullopt};
    }
    auto const& line = known->second;
    Identity out{std::move(enrolment), keyOf(line.seed), line.bound, std::nullopt};
    if (line.generation > 0) {
        out.have = {line.generation, line.counter};
    }
    return out;
}

}  // namespace

Result<std::vector<Identity>> loadIdentities(std::filesystem::path const& directory,
                                             std::vector<Enrolment> enrolments) {
    std::error_code failedToMake;
    std::filesystem::create_directories(directory, failedToMake);
    auto const lines = read(directory / kName);
    if (!lines) {
        return lines.error();
    }
    std::vector<Identity> out;
    out.reserve(enrolments.size());
    for (auto& enrolment : enrolments) {
        out.push_back(identityOf(std::move(enrolment), *lines));
    }
    std::vector<Identity const*> all;
    for (auto const& one : out) {
        all.push_back(&one);
    }
    if (auto const saved = saveIdentities(directory, all); !saved) {
        return saved.error();
    }
    return out;
}

Result<> saveIdentities(std::filesystem::path const& directory,
                        std::vector<Identity const*> const& identities) {
    auto const file = directory / kName;
    auto lines = read(file);
    if (!lines) {
        return lines.error();
    }
    for (auto const* one : identities) {
        auto const have = one->have.value_or(messages::ManifestVersion{});
        (*lines)[one->enrolment.screen] = {one->enrolment.token, seedText(one->key), one->bound,
                                           have.generation, have.counter};
    }
    return write(file, *lines);
}

}  // namespace tocsin::swarm
