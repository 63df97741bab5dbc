// SPDX-License-Identifier: Apache-2.0
#include "carry/parcel.hpp"

#include "carry/stick.hpp"
#include "tocsin/messages/envelope.hpp"

namespace tocsin::player {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostKeys = 64 << 10;
constexpr std::size_t kMostIndex = 8 << 20;
constexpr std::size_t kMostScreens = 5'000;

Error inFile(char const* file, Error const& why) {
    return {why.code, std::string(file) + ": " + why.message};
}

/// A file that is there and cannot be read is damaged, whatever the system says of it.
Error damagedFile(char const* file, Error const& why) {
    return {why.code == Errc::notFound ? Errc::notFound : Errc::damaged,
            std::string(file) + ": " + why.message};
}

Result<messages::CarryIndex> indexIn(std::string const& text, messages::PublicKey const& content) {
    auto const envelope = messages::parseEnvelope(text);
    if (!envelope) {
        return Error{Errc::damaged, envelope.error().message};
    }
    auto const payload = messages::opened(*envelope, messages::kCarryKind, content);
    if (!payload) {
        return payload.error();
    }
    auto index = messages::parseCarryIndex(*payload);
    return index ? index
                 : Result<messages::CarryIndex>(Error{Errc::damaged, index.error().message});
}

Result<> isForUs(messages::CarryIndex const& index, ScreenId const& screen, Addressee const& self) {
    if (index.screen != screen) {
        return Error{Errc::permission,
                     "it is for screen " + index.screen.str() + ", not for " + screen.str()};
    }
    if (index.player != self.key) {
        return Error{Errc::permission,
                     "it is for another player of this screen; export it again after this one "
                     "was bound"};
    }
    return {};
}

void sortIn(messages::Body body, Parcel& out) {
    if (auto const* hail = std::get_if<messages::Welcome>(&body)) {
        if (hail->epoch > 0) {
            out.mark = LedgerMark{hail->epoch, hail->batch, hail->acknowledged, hail->header};
        }
    } else if (auto const* stored = std::get_if<messages::EvidenceStored>(&body)) {
        out.pictures.insert(stored->picture);
    } else {
        if (auto const* offer = std::get_if<messages::ManifestOffer>(&body)) {
            out.manifest = offer->envelope;
        }
        out.carried.told.push_back(std::move(body));
    }
}

Result<> readLines(std::string const& text, Parcel& out) {
    Error const damaged{Errc::damaged, std::string(messages::kCarryMessagesFile) +
                                           " is damaged: its bytes are not those that were signed"};
    if (static_cast<std::int64_t>(text.size()) != out.index.messageBytes ||
        messages::sha256(text) != out.index.messages) {
        return damaged;
    }
    for (auto const line : messages::linesOf(text)) {
        auto message = messages::decode(line);
        if (!message) {
            return inFile(messages::kCarryMessagesFile, message.error());
        }
        sortIn(std::move(message->body), out);
    }
    return {};
}

}  // namespace

Result<Parcel> openParcel(fs::path const& folder, ScreenId const& screen, Addressee const& self) {
    auto const from = folder / messages::kCarryScreens / screen.str();
    auto const keys = stick::read(from / messages::kCarryKeysFile, kMostKeys);
    if (!keys) {
        return damagedFile(messages::kCarryKeysFile, keys.error());
    }
    Acquaintance known{{}, self.token, {}};
    if (self.bond) {
        known.trust = self.bond->trust;
    }
    auto trust = judgeCarriedKeys(*keys, known);
    if (!trust) {
        return inFile(messages::kCarryKeysFile, trust.error());
    }
    auto const indexText = stick::read(from / messages::kCarryIndexFile, kMostIndex);
    if (!indexText) {
        return damagedFile(messages::kCarryIndexFile, indexText.error());
    }
    auto index = indexIn(*indexText, trust->contentKey());
    if (!index) {
        return inFile(messages::kCarryIndexFile, index.error());
    }
    if (auto ours = isForUs(*index, screen, self); !ours) {
        return ours.error();
    }
    Parcel out;
    out.carried = {std::move(*trust), index->screen, index->screenName, {}};
    out.index = std::move(*index);
    auto const lines = stick::read(from / messages::kCarryMessagesFile, messages::kMaxCarriedBytes);
    if (!lines) {
        return Error{Errc::damaged,
                     std::string(messages::kCarryMessagesFile) + ": " + lines.error().message};
    }
    if (auto done = readLines(*lines, out); !done) {
        return done.error();
    }
    return out;
}

std::optional<ScreenId> screenFor(fs::path const& folder, messages::PublicKey const& key) {
    std::error_code ec;
    std::size_t seen = 0;
    fs::directory_iterator at(folder / messages::kCarryScreens, ec), end;
    for (; !ec && at != end && seen < kMostScreens; at.increment(ec), ++seen) {
        auto const text = stick::read(at->path() / messages::kCarryIndexFile, kMostIndex);
        auto const envelope =
            text ? messages::parseEnvelope(*text) : Result<messages::Envelope>(text.error());
        auto const index = envelope ? messages::parseCarryIndex(envelope->payload)
                                    : Result<messages::CarryIndex>(envelope.error());
        if (index && index->player == key && index->screen.str() == at->path().filename()) {
            return index->screen;
        }
    }
    return std::nullopt;
}

}  // namespace tocsin::player
